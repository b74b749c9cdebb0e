import { shownCount } from '../../values';
import type { Output } from '../command';

/** Short work needs no progress to be seen. */
const PATIENCE = 400;
const INTERVAL = 100;

/** Tells on a terminal how far a long work is, in a line that is gone when it is done. */
export class Progress {
  private shownAt = Date.now() + PATIENCE - INTERVAL;
  private visible = false;

  constructor(private readonly output: Output, private readonly wanted: boolean) {}

  public readonly tell = (done: number, of: number): void => {
    if (!this.wanted || this.output.isTTY !== true || Date.now() < this.shownAt + INTERVAL) return;
    this.shownAt = Date.now();
    this.visible = true;
    this.output.write(`\r\u001b[Kasking: ${shownCount(done)} of ${shownCount(of)} methods of routes`);
  };

  public end(): void {
    if (this.visible) {
      this.output.write('\r\u001b[K');
    }
  }
}
