// view/geometry.js — where the picture lies on the page; pure

/**
 * @typedef {{left: number, top: number, width: number, height: number}} Box in the page's pixels
 * @typedef {{w: number, h: number}} Size in the monitor's pixels
 */

/**
 * The part of a box that a picture of this size covers when it is fitted in, whole and undistorted.
 *
 * @param {Box} box
 * @param {Size} size
 * @returns {Box}
 */
export function fitted(box, size) {
    const unit = Math.min(box.width / size.w, box.height / size.h);
    const [width, height] = [size.w * unit, size.h * unit];
    return { left: box.left + (box.width - width) / 2, top: box.top + (box.height - height) / 2, width, height };
}

/**
 * The monitor's pixel under a place of the page, moved onto the edge when it is beside the picture.
 *
 * @param {Box} area what the picture covers
 * @param {Size} size
 * @param {number} pageX
 * @param {number} pageY
 */
export function onScreen(area, size, pageX, pageY) {
    const x = Math.floor(((pageX - area.left) * size.w) / area.width);
    const y = Math.floor(((pageY - area.top) * size.h) / area.height);
    const inside = x >= 0 && y >= 0 && x < size.w && y < size.h;
    return { x: Math.min(Math.max(x, 0), size.w - 1), y: Math.min(Math.max(y, 0), size.h - 1), inside };
}
