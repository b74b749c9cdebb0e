import { wrapped } from './lambda/wrapped-function';
import { FetchResult, InvokeEffect, InvokeResult, Machine } from './machine';
import { HttpRequest } from './message';
import { TemplateResource } from './template/model';
import { Maybe } from './unknown';

/**
 * Has a function run.
 *
 * @param event made when somebody looks at it: where nothing runs functions, nobody does
 */
export function* invoke(
  fn: TemplateResource, event: () => unknown, purpose: InvokeEffect['purpose'], timeout: number,
): Machine<Maybe<InvokeResult>> {
  let made: { readonly event: unknown } | undefined;
  const effect: InvokeEffect = {
    effect: 'invoke',
    function: fn,
    get event() {
      return (made ??= { event: event() }).event;
    },
    purpose,
    timeout,
  };
  const result = (yield effect) as Maybe<InvokeResult>;
  return purpose === 'integration' ? wrapped(fn, () => effect.event, result) : result;
}

/** Has a back end answer. */
export function* fetch(request: HttpRequest, from: TemplateResource, timeout: number): Machine<Maybe<FetchResult>> {
  return (yield { effect: 'fetch', request, from, timeout }) as Maybe<FetchResult>;
}
