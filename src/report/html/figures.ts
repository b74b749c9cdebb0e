import type { AskVerdict } from '../../verify';
import { type Sequence, sequenceOf, type SequenceEvent } from '../sequence';
import { html, type Markup } from './markup';

/** More say nothing new, and make the page too long. */
const MAX_FIGURES = 200;

/** The diagrams of a page, each drawn once however many cells show it. */
export class Figures {
  private readonly ids = new Map<string, string>();
  public leftOut = 0;

  /** A diagram, unless it is drawn already; undefined beyond what a page can hold. */
  public draw(verdict: AskVerdict, caption: string): { readonly id: string; readonly figure?: Markup } | undefined {
    const sequence = sequenceOf(verdict);
    const key = JSON.stringify(sequence);
    const known = this.ids.get(key);
    if (known !== undefined) return { id: known };
    if (this.ids.size >= MAX_FIGURES) {
      this.leftOut++;
      return undefined;
    }
    const id = `exchange-${this.ids.size + 1}`;
    this.ids.set(key, id);
    return { id, figure: figureOf(sequence, id, caption) };
  }
}

function figureOf({ lanes, events }: Sequence, id: string, caption: string): Markup {
  return html`<figure class="sequence" id="${id}"><figcaption>${caption}</figcaption>
<div class="diagram" style="--lanes:${lanes.length}"><div class="lanes" aria-hidden="true">${lanes.map((lane) => html`<span>${lane}</span>`)}</div>
${lanes.map((_, at) => html`<div class="life" style="--at:${at}"></div>`)}
<ol class="messages">${events.map((event) => eventOf(event, lanes))}</ol></div></figure>`;
}

function eventOf(event: SequenceEvent, lanes: readonly string[]): Markup {
  if (event.kind === 'note') {
    const side = event.lane === 0 ? 'left' : event.lane === lanes.length - 1 ? 'right' : 'center';
    return html`<li class="note" style="text-align:${side}"><span class="${event.blocked ? 'wrong' : ''}">${event.blocked ? '✗ ' : ''}${lanes[event.lane]}: ${event.text}</span></li>`;
  }
  const { from, to, text, headers, preflight } = event;
  const inwards = to > from;
  return html`<li class="message"><span>${inwards ? '→' : '←'} ${text}${preflight ? ' (preflight)' : ''} <span class="soft">${inwards ? `to ${lanes[to]}` : `from ${lanes[from]}`}</span></span>
${headers.length === 0 ? undefined : html`<span class="headers">${headers.join('\n')}</span>`}
<div class="arrow ${inwards ? 'inwards' : 'back'}" style="--start:${Math.min(from, to)};--length:${Math.abs(to - from)}"></div></li>`;
}
