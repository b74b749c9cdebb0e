/** What a bench measured, by name; undefined where a side couldn't be measured. */
export interface Figures {
  readonly [name: string]: number | undefined;
}

/** What is promised of a figure. */
export interface Promised {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** What is promised, by bench and figure. */
export interface Promises {
  readonly [bench: string]: { readonly [figure: string]: Promised };
}

/** A line for each promise of the benches that ran which isn't kept, or which nothing was measured for. */
export function brokenPromises(promises: Promises, measured: { readonly [bench: string]: Figures }): string[] {
  return Object.entries(measured).flatMap(([bench, figures]) => Object.entries(promises[bench] ?? {}).flatMap(([figure, promised]) => {
    const fault = faultOf(figures[figure], promised);
    return fault === undefined ? [] : [`${bench}: ${figure}: ${fault}.`];
  }));
}

function faultOf(value: number | undefined, { atMost = Infinity, atLeast = -Infinity }: Promised): string | undefined {
  if (value === undefined) return 'it was promised and not measured';
  if (value > atMost) return `it is ${value}, at most ${atMost} is promised`;
  return value < atLeast ? `it is ${value}, at least ${atLeast} is promised` : undefined;
}
