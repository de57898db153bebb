import { fitted, onScreen } from '../../relay/console/view/geometry.js';
import { equal, test } from './support.js';

test('a picture is fitted whole and undistorted into the middle', () => {
    equal(fitted({ left: 10, top: 20, width: 800, height: 800 }, { w: 1920, h: 1080 }), {
        left: 10,
        top: 195,
        width: 800,
        height: 450,
    });
});

test('a place of the page is the pixel under it', () => {
    const area = { left: 100, top: 50, width: 960, height: 540 };
    const size = { w: 1920, h: 1080 };
    equal(onScreen(area, size, 100, 50), { x: 0, y: 0, inside: true });
    equal(onScreen(area, size, 580.4, 320), { x: 960, y: 540, inside: true });
    equal(onScreen(area, size, 1059.9, 589.9), { x: 1919, y: 1079, inside: true });
});

test('a place beside the picture is its nearest edge, and said to be outside', () => {
    const area = { left: 100, top: 50, width: 960, height: 540 };
    equal(onScreen(area, { w: 1920, h: 1080 }, 0, 9999), { x: 0, y: 1079, inside: false });
});
