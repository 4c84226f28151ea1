import type { HttpRequest } from './request/request';
import type { Outcome, Trace } from './result';

/** The gRPC statuses that Envoy gives for HTTP statuses; UNKNOWN for all others. (W9) */
const GRPC_FOR_HTTP: Readonly<Record<number, string>> = {
  400: 'INTERNAL',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'UNIMPLEMENTED',
  429: 'UNAVAILABLE',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'UNAVAILABLE',
};

/** Whether a request is a gRPC call, by its content type. Envoy does not take gRPC-Web for one. (W9) */
export function isGrpc({ headers }: HttpRequest): boolean {
  const contentType = headers.get('content-type');
  return contentType === 'application/grpc' || contentType?.startsWith('application/grpc+') === true;
}

/** What a gRPC client gets: HTTP 200 with a gRPC status where other clients get another status from a proxy. (W9) */
export function asGrpcAnswers(trace: Trace): Trace {
  return { ...trace, outcomes: trace.outcomes.map(asGrpcAnswer) };
}

function asGrpcAnswer(outcome: Outcome): Outcome {
  switch (outcome.is) {
    case 'redirected': {
      const { probability, status, location } = outcome;
      return {
        probability,
        is: 'responded',
        status: 200,
        grpcStatus: statusFor(status),
        location,
        by: 'redirect',
      };
    }
    case 'responded': {
      const isLocal = outcome.by === 'direct response' || outcome.by === 'fault';
      return isLocal
        ? { ...outcome, status: 200, grpcStatus: outcome.grpcStatus ?? statusFor(outcome.status) }
        : outcome;
    }
    case 'denied': {
      const { status } = outcome;
      return status === undefined
        ? outcome
        : { ...outcome, status: status === 503 ? status : 200, grpcStatus: statusFor(status) };
    }
    case 'failed': {
      const { status } = outcome;
      // What is answered with 400 is not read as a request, so nothing tells that it is a gRPC call.
      return status === 400
        ? outcome
        : { ...outcome, status: status === 404 ? 200 : status, grpcStatus: statusFor(status) };
    }
    default:
      return outcome;
  }
}

function statusFor(httpStatus: number): string {
  return GRPC_FOR_HTTP[httpStatus] ?? 'UNKNOWN';
}
