// The view onto the picture: what part of it is seen, and how large.

import { byId } from "./dom.js";

export class Camera {
  constructor(view) {
    this.view = view;
  }

  /** Shows all of the picture, or the given nodes. */
  fit(animate, some) {
    const covered = this.covered();
    const width = this.view.frame.clientWidth - covered.x;
    const height = this.view.frame.clientHeight - covered.y;
    if (!width || !height) {
      this.view.waiting = true;
      return;
    }
    const box = bounds(some || this.view.shown, this.view.places);
    if (!box) return;
    const side = this.view.side ? 150 : 0;
    const roomX = Math.max(60, width - 120 - side);
    const roomY = Math.max(60, height - 130);
    const scale = Math.min(1.35, roomX / Math.max(1, box.x1 - box.x0), roomY / Math.max(1, box.y1 - box.y0));
    let position = { x: (box.x0 + box.x1 + side / scale) / 2, y: (box.y0 + box.y1) / 2 };
    let used = scale;
    if (this.view.side && scale < 0.62) {
      used = 0.8;
      position = { x: box.x0 + (width / 2 - 40) / used, y: box.y0 + (height / 2 - 88) / used };
    }
    this.moveTo({ x: position.x + covered.x / 2 / used, y: position.y + covered.y / 2 / used }, used, animate);
  }

  /** How much of the picture the panel lies over, in pixels from the right and from the bottom. */
  covered() {
    const panel = byId("panel");
    if (panel.hidden) return { x: 0, y: 0 };
    const box = panel.getBoundingClientRect();
    const frame = this.view.frame.getBoundingClientRect();
    if (box.width >= frame.width) return { x: 0, y: Math.max(0, frame.bottom - box.top) };
    return { x: Math.max(0, frame.right - box.left), y: 0 };
  }

  moveTo(position, scale, animate) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || this.view.big;
    this.view.network.moveTo({
      position,
      scale,
      animation: animate && !calm ? { duration: 320, easingFunction: "easeInOutQuad" } : false,
    });
    if (this.view.big) this.view.network.redraw();
  }

  zoom(factor) {
    const scale = Math.min(4, Math.max(0.02, this.view.network.getScale() * factor));
    this.moveTo(this.view.network.getViewPosition(), scale, true);
  }

  /** Moves the view only if the node is out of sight. */
  reveal(i) {
    const at = this.view.screen(i);
    const { x, y } = this.view.pan.margin();
    const pad = 60;
    const covered = this.covered();
    const right = x + this.view.frame.clientWidth - covered.x - pad;
    const bottom = y + this.view.frame.clientHeight - covered.y - pad;
    if (!this.view.places.has(i) || (at && at.x > x + pad && at.y > y + pad && at.x < right && at.y < bottom)) return;
    const scale = Math.max(this.view.network.getScale(), 0.7);
    const to = this.view.places.get(i);
    this.moveTo({ x: to.x + covered.x / 2 / scale, y: to.y + covered.y / 2 / scale }, scale, true);
  }
}

/** The box around nodes, or null. */
export function bounds(nodes, places) {
  let box = null;
  for (const i of nodes) {
    const at = places.get(i);
    if (!at) continue;
    if (!box) box = { x0: at.x, x1: at.x, y0: at.y, y1: at.y };
    box.x0 = Math.min(box.x0, at.x);
    box.x1 = Math.max(box.x1, at.x);
    box.y0 = Math.min(box.y0, at.y);
    box.y1 = Math.max(box.y1, at.y);
  }
  return box;
}
