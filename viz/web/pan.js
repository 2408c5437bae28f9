// Panning and zooming a very large picture: the drawn canvas is moved as a picture, and drawn anew when it must.

const MARGIN = 0.3;
const REST = 140;
const NOTHING = Object.freeze({ x: 0, y: 0, k: 1 });

export class BitmapPan {
  constructor(view) {
    this.view = view;
    this.on = false;
    this.busy = false;
    this.dx = 0;
    this.dy = 0;
    this.k = 1;
    this.carry = NOTHING;
    this.timer = 0;
    const frame = view.frame;
    frame.addEventListener("pointerdown", (event) => this.down(event));
    frame.addEventListener("pointermove", (event) => this.move(event));
    frame.addEventListener("pointerup", () => this.up());
    frame.addEventListener("pointercancel", () => this.up());
    frame.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  /** Switches between vis-network's own panning and this one; the canvas is larger than its frame here. */
  toggle(on) {
    if (this.on === on) return;
    this.on = on;
    this.view.host.classList.toggle("oversize", on);
    this.view.network.setSize("100%", "100%");
  }

  /** How far the canvas sticks out of its frame, in pixels. */
  margin() {
    const { frame } = this.view;
    return this.on ? { x: frame.clientWidth * MARGIN, y: frame.clientHeight * MARGIN } : { x: 0, y: 0 };
  }

  down(event) {
    if (!this.on || event.button !== 0 || event.target !== this.view.canvas) return;
    this.start = { x: event.clientX, y: event.clientY };
    this.moved = false;
  }

  move(event) {
    if (!this.start) return;
    const dx = event.clientX - this.start.x;
    const dy = event.clientY - this.start.y;
    if (!this.moved && Math.hypot(dx, dy) < 4) return;
    this.moved = true;
    this.busy = true;
    this.dx = dx;
    this.dy = dy;
    const { x, y } = this.margin();
    if (Math.abs(dx) > x || Math.abs(dy) > y) {
      this.commit();
      this.start = { x: event.clientX, y: event.clientY };
    } else {
      this.place();
    }
  }

  up() {
    if (!this.start) return;
    this.start = null;
    if (this.moved) this.commit();
    this.busy = false;
  }

  wheel(event) {
    if (!this.on) return;
    event.preventDefault();
    const factor = Math.exp(-event.deltaY * 0.0016);
    const rect = this.view.frame.getBoundingClientRect();
    const px = event.clientX - rect.left - rect.width / 2;
    const py = event.clientY - rect.top - rect.height / 2;
    const next = Math.min(4 / this.view.scale, Math.max(0.01 / this.view.scale, this.k * factor));
    this.dx = px - ((px - this.dx) * next) / this.k;
    this.dy = py - ((py - this.dy) * next) / this.k;
    this.k = next;
    this.place();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.commit(), REST);
  }

  /** Moves the drawn picture: by what has been asked of vis-network already, and by what has been done since. */
  place() {
    const { x, y, k } = this.now();
    this.view.canvas.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
  }

  now() {
    const { carry } = this;
    return { x: carry.x * this.k + this.dx, y: carry.y * this.k + this.dy, k: carry.k * this.k };
  }

  /** Lets vis-network draw the view that the picture has been moved to. */
  commit() {
    const { network } = this.view;
    const scale = network.getScale();
    const at = network.getViewPosition();
    const next = scale * this.k;
    this.pending = true;
    this.carry = this.now();
    network.moveTo({ position: { x: at.x - this.dx / next, y: at.y - this.dy / next }, scale: next, animation: false });
    this.dx = 0;
    this.dy = 0;
    this.k = 1;
    this.place();
  }

  /** Called when vis-network has drawn: the moved picture is replaced by the new one. */
  drawn() {
    if (!this.pending) return;
    this.pending = false;
    this.carry = NOTHING;
    if (this.dx || this.dy || this.k !== 1) this.place();
    else this.view.canvas.style.transform = "";
  }
}
