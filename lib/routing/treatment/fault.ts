import { type Fields, fieldsOf, numberOf, optionalFields, textOf } from '../../manifests/fields';

/** A fault that a route injects. (F9) */
export interface Fault {
  readonly delay?: { readonly duration: string; readonly percentage: number };
  readonly abort?: Abort;
}

export interface Abort {
  readonly percentage: number;
  readonly status: number;
  /** The name of a gRPC status, if the fault sets one. */
  readonly grpcStatus?: string;
}

const NO_FAULT: Fault = {};

/** The fault of a route. */
export function faultOf(fault: unknown): Fault {
  if (!optionalFields(fault)) {
    return NO_FAULT;
  }
  const { delay, abort } = fieldsOf(fault);
  const plannedDelay = optionalFields(delay);
  const plannedAbort = optionalFields(abort);
  return {
    ...(plannedDelay ? delayOf(plannedDelay) : {}),
    ...(plannedAbort ? abortOf(plannedAbort) : {}),
  };
}

/** Without `percentage` the deprecated `percent` counts, and without both there is no delay. */
function delayOf({ fixedDelay, percentage, percent }: Fields): Pick<Fault, 'delay'> {
  const duration = textOf(fixedDelay);
  const share = optionalFields(percentage) ? percentageOf(percentage) : (numberOf(percent) ?? 0);
  return duration !== undefined && share > 0 ? { delay: { duration, percentage: share } } : {};
}

function abortOf({ httpStatus, grpcStatus, percentage }: Fields): Pick<Fault, 'abort'> {
  const share = percentageOf(percentage);
  const [status, word] = [numberOf(httpStatus), textOf(grpcStatus)];
  if (share <= 0 || (status === undefined && word === undefined)) {
    return {};
  }
  // Every client gets HTTP 200, whether or not it speaks gRPC. (W9)
  return status === undefined && word !== undefined
    ? { abort: { percentage: share, status: 200, grpcStatus: word } }
    : { abort: { percentage: share, status: status ?? 0 } };
}

/** From 0 to 100, in the steps that Envoy makes: ten-thousandths of a percent. */
export function percentageOf(percentage: unknown): number {
  const value = numberOf(fieldsOf(percentage).value) ?? 0;
  return Math.min(100, Math.max(0, Math.trunc(value * 10_000) / 10_000));
}
