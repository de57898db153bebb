// view/pan.js — moves a picture that is larger than its place: by dragging, with Shift and the wheel, or step by step
//
// While the technician works the customer's mouse, dragging belongs to the customer; the other ways always work.

/** Part of the place by which one step moves. */
const STEP = 0.25;
/** Pixels of a turn of the wheel by one line. */
const LINE = 33;

/** Listens on the place in which the picture lies; that scrolls where the picture is larger. */
export class Pan {
    /**
     * @param {HTMLElement} place
     * @param {HTMLElement} canvas
     * @param {() => boolean} mayDrag whether nobody else listens to the mouse there
     */
    constructor(place, canvas, mayDrag) {
        this.place = place;
        this.mayDrag = mayDrag;
        canvas.addEventListener('pointerdown', (event) => this.take(event));
        canvas.addEventListener('pointermove', (event) => this.drag(event));
        place.addEventListener('wheel', (event) => this.turn(event), { capture: true, passive: false });
    }

    get isNeeded() {
        const { scrollWidth, scrollHeight, clientWidth, clientHeight } = this.place;
        return scrollWidth > clientWidth || scrollHeight > clientHeight;
    }

    /** @param {PointerEvent} event */
    take(event) {
        if (event.button === 0 && this.mayDrag() && this.isNeeded) {
            /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
        }
    }

    /** @param {PointerEvent} event */
    drag(event) {
        const canvas = /** @type {HTMLElement} */ (event.currentTarget);
        if (!canvas.hasPointerCapture(event.pointerId) || !this.mayDrag()) return;
        this.place.scrollBy(-event.movementX, -event.movementY);
    }

    /** @param {WheelEvent} event with Shift it moves the picture, and never reaches the customer */
    turn(event) {
        if (!event.shiftKey || !this.isNeeded) return;
        event.preventDefault();
        event.stopPropagation();
        const unit = [1, LINE, this.place.clientHeight][event.deltaMode] ?? 1;
        const isTall = this.place.scrollHeight > this.place.clientHeight;
        // Some systems turn the wheel sideways while Shift is held; up and down is what a tall picture needs first.
        const turned = (event.deltaY || event.deltaX) * unit;
        if (isTall && !event.altKey) this.place.scrollBy(0, turned);
        else this.place.scrollBy(turned, 0);
    }

    /**
     * Move by a part of the place.
     *
     * @param {-1 | 0 | 1} x
     * @param {-1 | 0 | 1} y
     */
    step(x, y) {
        this.place.scrollBy(x * STEP * this.place.clientWidth, y * STEP * this.place.clientHeight);
    }

    /**
     * Change the picture's size, and keep what is in the middle there.
     *
     * @param {() => void} change
     */
    around(change) {
        const { place } = this;
        const x = (place.scrollLeft + place.clientWidth / 2) / place.scrollWidth;
        const y = (place.scrollTop + place.clientHeight / 2) / place.scrollHeight;
        change();
        place.scrollTo(x * place.scrollWidth - place.clientWidth / 2, y * place.scrollHeight - place.clientHeight / 2);
    }
}
