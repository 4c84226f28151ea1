import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, objectName } from '../../../catalogue/words';
import {
  destinationRulesOf,
  ELSEWHERE,
  type RuleClient,
} from '../../../istiod/destination-rules/destination-rules';
import type { DestinationRule } from '../../../istiod/destination-rules/merge-rules';
import { portPolicy } from '../../../istiod/destination-rules/port-policy';
import { gatewaysUsing } from '../../../istiod/gateways/gateway-bindings';
import { routesUsedBy } from '../../../istiod/gateways/gateway-servers';
import { isGateway } from '../../../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../../../istiod/injection/injection';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { calledPort, type MeshPort, type MeshService } from '../../../istiod/registry/mesh-service';
import { isHttp, isTls } from '../../../istiod/registry/protocol';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { podPort, serviceTargets } from '../../../istiod/workloads/pod-ports';
import { type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { textOrEmpty } from '../../../manifests/fields';
import { hasUnusualInbound, namespacesWithIngress } from '../../common/bypassed-sidecars';
import { callersOf } from '../../common/callers';
import { evidenceOfTls } from '../../common/spoken-tls';
import type { Rule } from '../../rule';

export const IST9237 = {
  code: 'IST9237',
  name: 'TlsMismatch',
  level: 'Warning',
  summary: 'A route sends plaintext where TLS is read, or TLS where plaintext is read.',
  texts: {
    plaintext: (port: number, host: string, because: string) =>
      `port ${port} of "${host}" is for TLS, and ${because}; this route sends plaintext HTTP there, which a server of TLS answers with 503: set tls mode SIMPLE in a DestinationRule for this port, or let a server with tls mode PASSTHROUGH and "tls" routes lead there`,
    sidecar: (port: number, host: string, workload: string) =>
      `port ${port} of "${host}" is for HTTP, so the sidecar of ${workload} reads HTTP there and closes the TLS connections that this route passes through; name the port "tls-..." or "https-..." in the Service, or set its appProtocol`,
    twice: (mode: string, rule: string, port: number, host: string) =>
      `DestinationRule "${rule}" puts TLS around the TLS that this route passes through to port ${port} of "${host}" (mode ${mode}), so connections fail; remove tls for this port there`,
  },
} as const satisfies MessageType;

export const IST9238 = {
  code: 'IST9238',
  name: 'TlsMismatchByName',
  level: 'Info',
  summary: 'A route sends plaintext to a port that is named for TLS, or TLS to one that is named for HTTP.',
  texts: {
    plaintext: (port: number, host: string) =>
      `port ${port} of "${host}" is for TLS, and this route sends plaintext HTTP there: if the server speaks TLS, requests fail with 503, and the DestinationRule needs tls mode SIMPLE; if it does not, name the port "http-..."`,
    passedThrough: (port: number, host: string) =>
      `port ${port} of "${host}" is for HTTP, and this route passes TLS through to it: if the server speaks plaintext, connections fail; if it speaks TLS, name the port "tls-..." or "https-..."`,
  },
} as const satisfies MessageType;

/** What a route carries must be what the other end reads. (W16) */
export const tlsMismatches: Rule = {
  name: 'tls-mismatches',
  reports: [IST9237, IST9238],
  *check(index) {
    for (const destination of index.view(destinationsOf)) {
      const { routes, takesRequests } = destination;
      const place = takesRequests && routes !== 'tcp' ? placeOf(index, destination) : undefined;
      const finding =
        place &&
        (routes === 'http' ? ofPlaintext(index, destination, place) : ofTls(index, destination, place));
      if (finding) {
        const { virtualService: object, field } = destination;
        yield { ...finding, object, field };
      }
    }
  },
};

type Problem = Pick<Finding, 'type' | 'text'>;

/** The port that a destination leads to. */
interface Place {
  readonly service: MeshService;
  readonly port: MeshPort;
  readonly pods: readonly Workload[];
}

/** Undefined where several objects define the host, or nothing says which port is meant. */
function placeOf(index: MeshIndex, { fullHost, port: written }: Destination): Place | undefined {
  const [service, ...others] = index.view(serviceRegistryOf).behind(fullHost);
  const port = service && others.length === 0 ? calledPort(service, written) : undefined;
  if (!service || !port) {
    return undefined;
  }
  const { selector, namespace } = service;
  const pods = selector ? index.view(workloadsOf).selectedBy(selector, namespace) : [];
  return pods.some(isGateway) ? undefined : { service, port, pods };
}

/** The proxies that use a route. */
interface Users {
  readonly gateways: readonly RuleClient[];
  readonly sidecars: readonly RuleClient[];
}

/** Of gateways that are not shown, and of sidecars, a few stand for all. */
function usersOf(index: MeshIndex, destination: Destination): Users {
  const gateways = gatewaysUsing(index, destination).filter(({ servers }) =>
    servers.some((server) => routesUsedBy(server) === destination.routes),
  );
  const sidecars = callersOf(index, destination).flatMap((callers) =>
    firstFew(callers.namespaces()).flatMap((namespace) => firstFew(callers.in(namespace))),
  );
  const pods = gateways.flatMap((bound): readonly RuleClient[] =>
    bound.pods.length > 0 ? bound.pods : [UNKNOWN_CLIENT],
  );
  return { gateways: pods, sidecars };
}

const UNKNOWN_CLIENT: RuleClient = { namespace: ELSEWHERE, labels: {} };
const ORIGINATING: readonly (string | undefined)[] = ['SIMPLE', 'MUTUAL'];

/** The TLS mode that a client's DestinationRule sets for a destination, with the rule. */
function tlsOf(index: MeshIndex, client: RuleClient, { subset }: Destination, { service, port }: Place): Tls {
  const rule = index.view(destinationRulesOf).chosenFor(client, service);
  const mode = rule && textOrEmpty(portPolicy(rule, port.number, rule.subsets.get(subset)).tls?.mode);
  return { mode, rule };
}

interface Tls {
  readonly mode: string | undefined;
  readonly rule: DestinationRule | undefined;
}

/** Servers outside the mesh are for another rule. */
function ofPlaintext(index: MeshIndex, destination: Destination, place: Place): Problem | undefined {
  const { service, port, pods } = place;
  if (!isTls(port.protocol) || !service.isKubernetes) {
    return undefined;
  }
  const { gateways, sidecars } = usersOf(index, destination);
  const sendsPlaintext = (client: RuleClient) =>
    !ORIGINATING.includes(tlsOf(index, client, destination, place).mode);
  const evidence = evidenceOfTls(port, pods);
  // A sidecar reads requests to such a port only by a route, whose author knows the application.
  const senders = evidence?.isSure ? [...gateways, ...sidecars] : gateways;
  if (evidence?.speaksTls === false || !senders.some(sendsPlaintext)) {
    return undefined;
  }
  return evidence
    ? { type: IST9237, text: IST9237.texts.plaintext(port.number, service.host, evidence.because) }
    : { type: IST9238, text: IST9238.texts.plaintext(port.number, service.host) };
}

function ofTls(index: MeshIndex, destination: Destination, place: Place): Problem | undefined {
  const { service, port, pods } = place;
  const { gateways, sidecars } = usersOf(index, destination);
  const clients = [...gateways, ...sidecars];
  const twice = clients
    .map((client) => tlsOf(index, client, destination, place))
    .find(({ mode }) => ORIGINATING.includes(mode));
  if (twice && service.isKubernetes) {
    const name = (twice.rule?.from ?? []).map(fullName)[0] ?? '';
    const text = IST9237.texts.twice(twice.mode ?? '', name, port.number, service.host);
    return { type: IST9237, text };
  }
  const [pod] = pods;
  if (clients.length === 0 || !isHttp(port.protocol)) {
    return undefined;
  }
  if (pod && pods.every((one) => readsHttp(index, one, port))) {
    const text = IST9237.texts.sidecar(port.number, service.host, objectName(pod.manifest));
    return { type: IST9237, text };
  }
  return pods.some((one) => hasSidecar(index, one)) || evidenceOfTls(port, pods)?.speaksTls
    ? undefined
    : { type: IST9238, text: IST9238.texts.passedThrough(port.number, service.host) };
}

/** Whether the sidecar of pods takes what comes to a port for HTTP, by all Services that have the port. */
function readsHttp(index: MeshIndex, pod: Workload, { targetPort }: MeshPort): boolean {
  if (
    !hasSidecar(index, pod) ||
    hasUnusualInbound(pod) ||
    index.view(namespacesWithIngress).has(pod.namespace)
  ) {
    return false;
  }
  const number = podPort(targetPort, pod);
  return index
    .view(serviceTargets)(pod)
    .filter((target) => target.targetPort === number)
    .every(({ port }) => isHttp(port.protocol));
}
