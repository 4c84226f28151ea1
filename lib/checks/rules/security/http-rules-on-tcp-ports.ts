import type { MessageType } from '../../../catalogue/message-type';
import { listed, objectName } from '../../../catalogue/words';
import { isGateway } from '../../../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../../../istiod/injection/injection';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isAttached } from '../../../istiod/policies/policy';
import { policyWorkloads } from '../../../istiod/policies/policy-scope';
import { isTcp } from '../../../istiod/registry/protocol';
import { podPorts, serviceTargets } from '../../../istiod/workloads/pod-ports';
import type { Workload } from '../../../istiod/workloads/workloads';
import {
  type Fields,
  fieldEntries,
  fieldsOf,
  objectsIn,
  textOrEmpty,
  textsIn,
} from '../../../manifests/fields';
import { AUTHORIZATION_POLICY } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9241 = {
  code: 'IST9241',
  name: 'HttpRuleOnTcpPort',
  level: 'Warning',
  summary:
    'A rule of an AuthorizationPolicy has conditions for HTTP, and the ports that it is for speak TCP.',
  texts: {
    allow: (ports: readonly number[], workload: string, http: readonly string[]) =>
      `never matches, because ${portsOf(ports)} of ${workload} ${speak(ports)}, and there the rule is left out for its HTTP conditions, ${listed(http)}; write a rule without them for TCP, or give the port of the Service the name of an HTTP protocol`,
    deny: (ports: readonly number[], workload: string, http: readonly string[]) =>
      `denies all connections that the other conditions match, because ${portsOf(ports)} of ${workload} ${speak(ports)}, where the HTTP conditions, ${listed(http)}, do not count; remove them, or give the port of the Service the name of an HTTP protocol`,
  },
} as const satisfies MessageType;

const HTTP_OPERATIONS = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'];
const HTTP_SOURCES = ['requestPrincipals', 'notRequestPrincipals'];
const HTTP_ATTRIBUTE = /^request\./;

/** For TCP, a rule to allow that has any HTTP condition is left out, and a rule to deny loses its HTTP conditions. (H5) */
export const httpRulesOnTcpPorts: Rule = {
  name: 'http-rules-on-tcp-ports',
  reports: [IST9241],
  *check(index) {
    const tcpPortsOf = index.view(tcpPorts);
    for (const object of index.all(AUTHORIZATION_POLICY)) {
      const { action, rules } = fieldsOf(object.spec);
      const isDeny = action === 'DENY';
      if (isAttached(object) || !(isDeny || ['', 'ALLOW'].includes(textOrEmpty(action)))) {
        continue;
      }
      const workloads = index.view(policyWorkloads)(object);
      for (const [i, rule] of fieldEntries(rules)) {
        const inRule = httpConditions(rule);
        for (const { place, ports, http } of operationsOf(rule)) {
          // A rule to deny for all ports is reported by admission.
          const conditions = isDeny ? [...sourceConditions(rule), ...http] : inRule;
          const found =
            conditions.length === 0 || (isDeny && ports.length === 0) ? [] : tcpPortsOf(workloads, ports);
          const [workload] = workloads;
          if (workload && found.length > 0) {
            const text = isDeny ? IST9241.texts.deny : IST9241.texts.allow;
            const field = ['spec', 'rules', i, ...place];
            yield {
              type: IST9241,
              object,
              field,
              text: text(found, objectName(workload.manifest), conditions),
            };
          }
        }
      }
    }
  },
};

/** A part of a rule for some ports, or for all ports if there are none. */
interface Operation {
  readonly place: readonly (string | number)[];
  readonly ports: readonly string[];
  readonly http: readonly string[];
}

function operationsOf({ to }: Fields): Operation[] {
  const operations = fieldEntries(to).map(([j, { operation }]) => {
    const fields = fieldsOf(operation);
    const place = ['to', j, 'operation'];
    return { place, ports: textsIn(fields.ports), http: setLists(fields, HTTP_OPERATIONS) };
  });
  return operations.length > 0 ? operations : [{ place: [], ports: [], http: [] }];
}

/** All HTTP conditions of a rule. */
function httpConditions(rule: Fields): string[] {
  const operations = objectsIn(rule.to).flatMap(({ operation }) =>
    setLists(fieldsOf(operation), HTTP_OPERATIONS),
  );
  return [...new Set([...sourceConditions(rule), ...operations])];
}

/** The HTTP conditions of a rule that do not depend on an operation. */
function sourceConditions({ from, when }: Fields): string[] {
  const sources = objectsIn(from).flatMap(({ source }) => setLists(fieldsOf(source), HTTP_SOURCES));
  const keys = objectsIn(when).map(({ key }) => textOrEmpty(key));
  return [...new Set([...sources, ...keys.filter((key) => HTTP_ATTRIBUTE.test(key))])];
}

function setLists(fields: Fields, names: readonly string[]): string[] {
  return names.filter((name) => textsIn(fields[name]).length > 0);
}

/**
 * Those of some ports, or else of all ports of workloads, that speak TCP at every workload with a sidecar; none if one of them
 * may speak HTTP.
 */
function tcpPorts(
  index: MeshIndex,
): (workloads: readonly Workload[], ports: readonly string[]) => readonly number[] {
  const targetsOf = index.view(serviceTargets);
  const listeningOf = index.view(podPorts);
  /** The oldest Service decides. (K2) */
  const isTcpPort = (workload: Workload, number: number) => {
    const target = targetsOf(workload).find(({ targetPort }) => targetPort === number);
    return target !== undefined && isTcp(target.port.protocol);
  };
  return (workloads, ports) => {
    const all = workloads.map((workload) => {
      const wanted = ports.length > 0 ? ports.map(Number) : [...listeningOf(workload).listening];
      const isCertain = hasSidecar(index, workload) && !isGateway(workload);
      return isCertain && wanted.every((port) => isTcpPort(workload, port)) ? wanted : [];
    });
    return all.every((each) => each.length > 0) ? [...new Set(all.flat())] : [];
  };
}

function portsOf(ports: readonly number[]): string {
  return ports.length === 1 ? `port ${ports[0]}` : `ports ${ports.join(', ')}`;
}

function speak(ports: readonly number[]): string {
  return ports.length === 1 ? 'speaks TCP' : 'speak TCP';
}
