import { clientSource, type TracedClient } from '../constructs/traced-clients';
import { InvalidRequest, parseRequest, type TraceRequest as RoutedRequest, type Source } from '../routing';

/** A request to trace, as its sender describes it. */
export interface TraceRequest extends Omit<RoutedRequest, 'from'> {
  /**
   * Where the request comes from: from outside through a gateway, or from the pod of a workload in the mesh. Objects of an app may
   * stand for it: a workload, which is a `Deployment` or the like of cdk8s-plus, an `ApiObject`, or an `EchoServer`; a ServiceAccount
   * for the one workload that runs as it; a `Gateway` for the one workload that it configures.
   *
   * @default "gateway" - through the ingress gateway of Istio's default profile
   */
  readonly from?: Source | TracedClient;
}

const FIELDS: Readonly<Record<keyof TraceRequest, true>> = {
  url: true,
  method: true,
  headers: true,
  from: true,
  claims: true,
  jwtClaims: true,
  clientIp: true,
  sni: true,
  clientCertificate: true,
};

/**
 * A request as plain data.
 *
 * @throws InvalidRequest if it has unknown fields, which would be of no effect, or if no pod can send it
 */
export function routedRequest(request: TraceRequest | string): RoutedRequest {
  if (typeof request === 'string') {
    return parseRequest(request);
  }
  for (const name in request) {
    if (!Object.hasOwn(FIELDS, name)) {
      const known = Object.keys(FIELDS).filter((field) => field !== 'jwtClaims');
      throw new InvalidRequest(
        `"${name}" is not a field of a request; use ${known.map((field) => `"${field}"`).join(', ')}`,
      );
    }
  }
  const { from } = request;
  return typeof from === 'object' && from !== null
    ? { ...request, from: sourceOf(from) }
    : (request as RoutedRequest);
}

function sourceOf(client: TracedClient): Source {
  try {
    return clientSource(client);
  } catch (error) {
    throw new InvalidRequest(`"from" ${(error as Error).message}`);
  }
}
