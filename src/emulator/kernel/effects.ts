import type { Maybe, TemplateResource } from '../../template';
import { wrapped } from '../lambda/wrapped-function';
import type { FetchResult, InvokeEffect, InvokeResult, Machine } from './machine';
import type { HttpRequest } from './message';

/**
 * Has a function run.
 *
 * @param event computed lazily; unused where no function runner is configured
 */
export function* invoke(
  fn: TemplateResource, event: () => unknown, purpose: InvokeEffect['purpose'], timeout: number,
): Machine<Maybe<InvokeResult>> {
  const effect = new Invocation(fn, event, purpose, timeout);
  const result = (yield effect) as Maybe<InvokeResult>;
  return purpose === 'integration' ? wrapped(fn, () => effect.event, result) : result;
}

/** A getter of the class, and not of a literal: V8 makes a hidden class for each literal with one, and keeps all that it refers to until it cleans up thoroughly. */
class Invocation implements InvokeEffect {
  public readonly effect = 'invoke';
  public readonly function: TemplateResource;
  private made?: { readonly event: unknown };

  constructor(called: TemplateResource, private readonly make: () => unknown, public readonly purpose: InvokeEffect['purpose'],
    public readonly timeout: number) {
    this.function = called;
  }

  public get event(): unknown {
    return (this.made ??= { event: this.make() }).event;
  }
}

/** Has a back end answer. */
export function* fetch(request: HttpRequest, from: TemplateResource, timeout: number): Machine<Maybe<FetchResult>> {
  return (yield { effect: 'fetch', request, from, timeout }) as Maybe<FetchResult>;
}
