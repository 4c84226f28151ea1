import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { destinationRulesOf } from '../../../istiod/destination-rules/destination-rules';
import { portPolicy } from '../../../istiod/destination-rules/port-policy';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import {
  entryServicesOf,
  type MeshPort,
  type MeshService,
  portOf,
} from '../../../istiod/registry/mesh-service';
import { isHttp, isTls } from '../../../istiod/registry/protocol';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { groupedBy } from '../../../manifests/collections';
import { fieldEntries, fieldsOf, objectsIn, optionalFields, textOrEmpty } from '../../../manifests/fields';
import { DESTINATION_RULE, SERVICE_ENTRY } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { hasTlsSettings } from '../../common/tls-settings';
import type { Rule } from '../../rule';

const PLAIN_PORT = 80;
const TLS_PORT = 443;

/** Our own: a client and a server outside the mesh cannot understand each other. */
export const IST9226 = {
  code: 'IST9226',
  name: 'TlsToOutsideFails',
  level: 'Warning',
  summary:
    'Connections to a server outside the mesh cannot work, because TLS is missing there, or one TLS too many.',
  texts: {
    twice: (mode: string, port: number, host: string) =>
      `"${mode}" puts TLS around what clients send to port ${port} of "${host}"; the port takes only connections that are TLS already, so all of them fail; set the mode by portLevelSettings for the ports that clients call in plaintext`,
    plain: (mode: string, port: number, host: string) =>
      `"${mode}" sends TLS to port ${port} of "${host}", where servers speak HTTP in plaintext, so requests fail with 503; set targetPort 443 for the port in the ServiceEntry, or set the mode by portLevelSettings for other ports`,
    untold: (port: number, host: string) =>
      `is ${TLS_PORT} for port ${port}, so what clients send to "http://${host}${port === PLAIN_PORT ? '' : `:${port}`}" reaches a port of TLS in plaintext and fails; set tls mode "SIMPLE" for port ${port} in a DestinationRule, or, if there is one elsewhere, pass it as --context`,
    missing: (port: number, host: string) =>
      `the route sends requests to port ${port} of "${host}" in plaintext, where the server expects TLS, so they fail with 503; set tls mode "SIMPLE" for the port in a DestinationRule`,
  },
} as const satisfies MessageType;

const ORIGINATING: readonly string[] = ['SIMPLE', 'MUTUAL'];

/** What clients send to servers outside is up to a DestinationRule, and what these read is up to the port. (W16) */
export const outsideTls: Rule = {
  name: 'outside-tls',
  reports: [IST9226],
  *check(index) {
    for (const object of index.all(DESTINATION_RULE)) {
      const service = entryOf(index, fullHost(textOrEmpty(fieldsOf(object.spec).host), object.namespace));
      for (const port of service && isInForce(index, object) ? service.ports : []) {
        const text = service && conflictOf(index, object, service, port);
        if (text) {
          yield { type: IST9226, object, field: fieldOf(object, port), text };
          break;
        }
      }
    }
    for (const object of index.all(SERVICE_ENTRY)) {
      yield* untoldPorts(index, object);
    }
    for (const destination of index.view(destinationsOf)) {
      const { port = 0, virtualService: object, field, fullHost: host } = destination;
      if (lacksTls(index, destination)) {
        yield { type: IST9226, object, field, text: IST9226.texts.missing(port, host) };
      }
    }
  },
};

/** Ports of HTTP that lead to the port of TLS, as for TLS origination, without a DestinationRule that originates it. */
function* untoldPorts(index: MeshIndex, object: Manifest): Iterable<Finding> {
  for (const [i, { targetPort, number }] of fieldEntries(fieldsOf(object.spec).ports)) {
    const [own] = targetPort === TLS_PORT && number !== TLS_PORT ? entryServicesOf(object, index) : [];
    const service = own && entryOf(index, own.host);
    const port = service && portOf(service, Number(number));
    if (service && port?.targetPort === TLS_PORT && isHttp(port.protocol)) {
      if (!index.view(hasTlsSettings)(service.host)) {
        const text = IST9226.texts.untold(port.number, service.host);
        yield { type: IST9226, object, field: ['spec', 'ports', i, 'targetPort'], text };
      }
    }
  }
}

/** The ServiceEntry for a server outside, if nothing else defines its host. */
function entryOf(index: MeshIndex, host: string): MeshService | undefined {
  const [service, ...others] = index.view(serviceRegistryOf).named(host);
  return service && others.length === 0 && !service.isKubernetes && service.isExternal ? service : undefined;
}

/** Of several DestinationRules for a host, the policy of one counts. (G5) */
function isInForce(index: MeshIndex, { namespace, spec }: Manifest): boolean {
  const { host, trafficPolicy } = fieldsOf(spec);
  const rules = index.view(destinationRulesOf).in(namespace, fullHost(textOrEmpty(host), namespace));
  return rules.some((rule) => rule.trafficPolicy === trafficPolicy);
}

function conflictOf(
  index: MeshIndex,
  { spec }: Manifest,
  service: MeshService,
  port: MeshPort,
): string | undefined {
  const tls = portPolicy(
    { trafficPolicy: optionalFields(fieldsOf(spec).trafficPolicy) },
    port.number,
    undefined,
  ).tls;
  const mode = textOrEmpty(tls?.mode);
  // A sidecar uses no credentials, so it is a gateway that originates TLS.
  if (!ORIGINATING.includes(mode) || textOrEmpty(tls?.credentialName) !== '') {
    return undefined;
  }
  if (isTls(port.protocol)) {
    const isCalledInPlaintext = service.addresses.length > 0 || isRouted(index, service, port);
    return isCalledInPlaintext ? undefined : IST9226.texts.twice(mode, port.number, service.host);
  }
  return isHttp(port.protocol) && leadsToPlainPort(service, port)
    ? IST9226.texts.plain(mode, port.number, service.host)
    : undefined;
}

/** Whether a route sends to the port what may be plaintext, as it does for TLS origination. */
function isRouted(index: MeshIndex, { host }: MeshService, { number }: MeshPort): boolean {
  const destinations = index.view(destinationsByHost).get(host) ?? [];
  return destinations.some(({ routes, port }) => routes !== 'tls' && (port === undefined || port === number));
}

function destinationsByHost(index: MeshIndex): ReadonlyMap<string, readonly Destination[]> {
  return groupedBy(index.view(destinationsOf), ({ fullHost: host }) => host);
}

function leadsToPlainPort({ manifest }: MeshService, { name, number, targetPort }: MeshPort): boolean {
  const endpoints = objectsIn(fieldsOf(manifest.spec).endpoints);
  const isMapped = endpoints.some(({ ports }) => fieldsOf(ports)[name] !== undefined);
  return number === PLAIN_PORT && targetPort === PLAIN_PORT && !isMapped;
}

function fieldOf({ spec }: Manifest, { number }: MeshPort): FieldPath {
  const policy = fieldsOf(fieldsOf(spec).trafficPolicy);
  const settings = fieldEntries(policy.portLevelSettings);
  const place = settings.find(([, { port }]) => fieldsOf(port).number === number)?.[0];
  const path = ['spec', 'trafficPolicy'];
  return place === undefined ? [...path, 'tls'] : [...path, 'portLevelSettings', place, 'tls'];
}

/** Whether an HTTP route leads to a port outside that is declared TLS, and no DestinationRule originates TLS for it. */
function lacksTls(
  index: MeshIndex,
  { routes, takesRequests, fullHost: host, port: number }: Destination,
): boolean {
  const service =
    routes === 'http' && takesRequests && number !== undefined ? entryOf(index, host) : undefined;
  const port = service && number !== undefined ? portOf(service, number) : undefined;
  return port !== undefined && isTls(port.protocol) && !index.view(hasTlsSettings)(host, number);
}
