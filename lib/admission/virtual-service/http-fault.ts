import type {
  VirtualServiceSpecHttpDirectResponse,
  VirtualServiceSpecHttpFault,
} from '../../../imports/networking.istio.io';
import { isFinalStatus } from '../../istiod/virtual-services/refused-by-envoy';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { NO_EFFECT, REFUSED, REFUSED_BY_ENVOY, WARNED } from '../problem-types';
import { durationProblems } from '../values/durations';
import { fractionProblems } from '../values/numbers';
import { byteCount } from '../values/texts';
import { GrpcStatus } from '../values/vocabulary';

const GRPC_STATUSES: readonly string[] = Object.values(GrpcStatus);
/** The limit of istiod's webhook. (M4) */
const MAX_BODY_BYTES = 1024 * 1024;
/** istiod warns of bodies that are larger. */
const LARGE_BODY_BYTES = 100 * 1024;

/** With the fields that Istio's API has and Istio does not implement. */
type Fault = VirtualServiceSpecHttpFault & {
  readonly abort?: { readonly http2Error?: string };
  readonly delay?: { readonly exponentialDelay?: string };
};

export function* validateFault(field: FieldPath, { abort, delay }: Fault): Iterable<Problem> {
  if (!abort && !delay) {
    yield { field, message: 'injects no fault; set abort or delay' };
  }
  if (abort) {
    yield* validateAbort([...field, 'abort'], abort);
  }
  if (delay) {
    yield* durationProblems([...field, 'delay', 'fixedDelay'], delay.fixedDelay);
    if (delay.exponentialDelay !== undefined) {
      const message = 'is not supported; use fixedDelay';
      yield { field: [...field, 'delay', 'exponentialDelay'], message };
    }
    if (!delay.percent && delay.fixedDelay !== undefined) {
      yield* missingPercentage([...field, 'delay'], delay.percentage, 'delayed');
    }
    yield* fractionProblems([...field, 'delay', 'percentage'], delay.percentage?.value);
  }
}

function* validateAbort(field: FieldPath, abort: NonNullable<Fault['abort']>): Iterable<Problem> {
  const { httpStatus, grpcStatus, http2Error, percentage } = abort;
  if (httpStatus !== undefined) {
    yield* httpStatusProblems([...field, 'httpStatus'], httpStatus);
  }
  if (httpStatus === undefined && grpcStatus === undefined && http2Error === undefined) {
    const message = 'has no status, so no request is aborted; set httpStatus or grpcStatus';
    yield { field, message, type: NO_EFFECT };
  } else {
    yield* missingPercentage(field, percentage, 'aborted');
  }
  if (grpcStatus !== undefined && !GRPC_STATUSES.includes(grpcStatus)) {
    const message = `"${grpcStatus}" is not a gRPC status; use one of ${GRPC_STATUSES.join(', ')}`;
    yield { field: [...field, 'grpcStatus'], message };
  }
  if (http2Error !== undefined) {
    const message = 'is not supported; use httpStatus or grpcStatus';
    yield { field: [...field, 'http2Error'], message };
  }
  yield* fractionProblems([...field, 'percentage'], percentage?.value);
}

/** Without a percentage, istiod writes none, which Envoy reads as 0. (F9) */
function missingPercentage(
  field: FieldPath,
  percentage: { readonly value?: number } | undefined,
  done: string,
): readonly Problem[] {
  if (percentage?.value !== undefined) {
    return NO_PROBLEMS;
  }
  const message = `has no percentage, which means 0, so no request is ${done}; set "percentage: { value: 100 }" for all`;
  return [{ field, message, type: NO_EFFECT }];
}

export function* validateDirectResponse(
  field: FieldPath,
  { status, body }: VirtualServiceSpecHttpDirectResponse,
): Iterable<Problem> {
  yield* httpStatusProblems([...field, 'status'], status);
  const size = body?.bytes ? base64Size(body.bytes) : byteCount(body?.string ?? '');
  if (size > MAX_BODY_BYTES) {
    const message = `has ${size} bytes; Istio allows at most ${MAX_BODY_BYTES}`;
    yield { field: [...field, 'body'], message };
  } else if (size > LARGE_BODY_BYTES) {
    const message = `has ${size} bytes, which istiod sends to every proxy; let a workload serve a body of more than ${LARGE_BODY_BYTES} bytes`;
    yield { field: [...field, 'body'], message, type: WARNED };
  }
}

function httpStatusProblems(field: FieldPath, status: number): readonly Problem[] {
  if (isFinalStatus(status)) {
    return NO_PROBLEMS;
  }
  const message = `${status} is not a final HTTP status; use a whole number from 200 to 599`;
  return [{ field, message, type: status === 600 ? REFUSED_BY_ENVOY : REFUSED }];
}

/** The number of bytes that a text in base64 encodes. */
function base64Size(text: string): number {
  return Math.floor((text.replace(/=*$/, '').length * 3) / 4);
}
