import { UserError } from '../../errors';
import type { Maybe } from '../../template';
import type { Effect, FetchEffect, FetchResult, InvokeEffect, InvokeResult, Machine, ObjectEffect, ObjectResult } from './machine';

/** Does what a machine asks for, at once. An `Unknown` says why the result is unknown. */
export interface EffectHandler {
  invoke(effect: InvokeEffect): Maybe<InvokeResult>;
  fetch(effect: FetchEffect): Maybe<FetchResult>;
  object(effect: ObjectEffect): Maybe<ObjectResult>;
}

/** Does what a machine asks for, in its own time. */
export interface AsyncEffectHandler {
  invoke(effect: InvokeEffect): Maybe<InvokeResult> | Promise<Maybe<InvokeResult>>;
  fetch(effect: FetchEffect): Maybe<FetchResult> | Promise<Maybe<FetchResult>>;
  object(effect: ObjectEffect): Maybe<ObjectResult> | Promise<Maybe<ObjectResult>>;
}

/** A request passes a few layers, each of which asks for a few things. */
const MAX_EFFECTS = 1000;

/** Runs a machine to its end. An error that the handler throws is thrown into the machine, and out of it. */
export function drive<T>(machine: Machine<T>, handler: EffectHandler): T {
  let step = machine.next();
  for (let count = 0; !step.done; count++) {
    if (count >= MAX_EFFECTS) return tooMany(machine);
    let result: Maybe<InvokeResult | FetchResult | ObjectResult>;
    try {
      result = perform(step.value, handler);
    } catch (error) {
      step = machine.throw(error);
      continue;
    }
    step = machine.next(result);
  }
  return step.value;
}

/** Runs a machine to its end, waiting for what it asks for. */
export async function driveAsync<T>(machine: Machine<T>, handler: AsyncEffectHandler): Promise<T> {
  let step = machine.next();
  for (let count = 0; !step.done; count++) {
    if (count >= MAX_EFFECTS) return tooMany(machine);
    let result: Maybe<InvokeResult | FetchResult | ObjectResult>;
    try {
      result = await perform(step.value, handler);
    } catch (error) {
      step = machine.throw(error);
      continue;
    }
    step = machine.next(result);
  }
  return step.value;
}

function perform(effect: Effect, handler: EffectHandler): Maybe<InvokeResult | FetchResult | ObjectResult>;
function perform(effect: Effect, handler: AsyncEffectHandler): ReturnType<AsyncEffectHandler[keyof AsyncEffectHandler]>;
function perform(effect: Effect, handler: AsyncEffectHandler): ReturnType<AsyncEffectHandler[keyof AsyncEffectHandler]> {
  switch (effect.effect) {
    case 'invoke': return handler.invoke(effect);
    case 'fetch': return handler.fetch(effect);
    case 'object': return handler.object(effect);
  }
}

function tooMany(machine: Machine<unknown>): never {
  machine.return(undefined);
  throw new UserError('input', `a request asked for more than ${MAX_EFFECTS} invocations, calls and objects: it goes in a circle`);
}
