/** One moment on both clocks: `mono` never jumps and decides what is due, `wall` is what people are shown. */
export interface Instant {
  /** Milliseconds on a clock that only goes forward; its zero has no meaning. */
  readonly mono: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
}
