import type { Problem } from '../../../admission';
import * as validation from '../../../admission';
import {
  IST9010,
  IST9011,
  IST9012,
  IST9013,
  IST9014,
  IST9015,
  IST9016,
  IST9017,
} from '../../../catalogue/admission-codes';
import type { Finding } from '../../../catalogue/finding';
import { IST0106, IST0130, IST0131, IST0133 } from '../../../catalogue/istio-traffic-codes';
import type { MessageType } from '../../../catalogue/message-type';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { parseField } from '../../../manifests/field-path';
import type { Kind } from '../../../manifests/kinds';
import * as kinds from '../../../manifests/kinds';
import { isRecord, type Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

const TYPES = [
  IST0106,
  IST0130,
  IST0131,
  IST0133,
  IST9010,
  IST9011,
  IST9012,
  IST9013,
  IST9014,
  IST9015,
  IST9016,
  IST9017,
];
const TYPE_OF: ReadonlyMap<string, MessageType> = new Map(TYPES.map((type) => [type.code, type]));

/** What istiod's webhook refuses or warns of in one object, and what it admits without a word. (M) */
export const admission: Rule = {
  name: 'admission',
  reports: TYPES,
  *check(index) {
    for (const problemsOf of VALIDATIONS) {
      yield* problemsOf(index);
    }
  },
};

const VALIDATIONS: readonly ((index: MeshIndex) => Iterable<Finding>)[] = [
  all(kinds.GATEWAY, ({ spec }, name) => validation.validateGateway(name, spec)),
  all(kinds.VIRTUAL_SERVICE, ({ namespace, spec }, name) =>
    validation.validateVirtualService(name, spec, namespace),
  ),
  all(kinds.DESTINATION_RULE, ({ namespace, spec }, name) =>
    validation.validateDestinationRule(name, spec, namespace),
  ),
  all(kinds.SERVICE_ENTRY, ({ labels, namespace, spec }, name) =>
    validation.validateServiceEntry(name, spec, namespace, labels),
  ),
  all(kinds.SIDECAR, ({ namespace, spec }, name) => validation.validateSidecar(name, spec, namespace)),
  all(kinds.WORKLOAD_ENTRY, ({ spec }, name) => validation.validateWorkloadEntry(name, spec)),
  all(kinds.WORKLOAD_GROUP, ({ spec }, name) => validation.validateWorkloadGroup(name, spec)),
  all(kinds.ENVOY_FILTER, ({ namespace, spec }, name) =>
    validation.validateEnvoyFilter(name, spec, namespace),
  ),
  all(kinds.PROXY_CONFIG, ({ spec }, name) => validation.validateProxyConfig(name, spec)),
  all(kinds.AUTHORIZATION_POLICY, (policy, name) =>
    validation.validateAuthorizationPolicy(name, policy.spec, policy),
  ),
  all(kinds.PEER_AUTHENTICATION, ({ namespace, spec }, name) =>
    validation.validatePeerAuthentication(name, spec, namespace),
  ),
  all(kinds.REQUEST_AUTHENTICATION, ({ namespace, spec }, name) =>
    validation.validateRequestAuthentication(name, spec, namespace),
  ),
  all(kinds.TELEMETRY, ({ namespace, spec }, name) => validation.validateTelemetry(name, spec, namespace)),
  all(kinds.WASM_PLUGIN, ({ namespace, spec }, name) => validation.validateWasmPlugin(name, spec, namespace)),
  all(kinds.TRAFFIC_EXTENSION, ({ namespace, spec }, name) =>
    validation.validateTrafficExtension(name, spec, namespace),
  ),
];

/** A look at all objects of a kind. */
function all<Spec>(
  kind: Kind<Spec>,
  validate: (manifest: Manifest<Spec>, name: string) => Iterable<Problem>,
): (index: MeshIndex) => Iterable<Finding> {
  return function* (index) {
    for (const object of index.written(kind)) {
      yield* findingsIn(object, validate);
    }
  };
}

function* findingsIn<Spec>(
  object: Manifest<Spec>,
  validate: (manifest: Manifest<Spec>, name: string) => Iterable<Problem>,
): Iterable<Finding> {
  for (const problem of validation.validateMetadata(object.kind, object.annotations)) {
    yield findingOf(object, problem);
  }
  const problems: Problem[] = [];
  try {
    problems.push(...validate(object, nameOf(object)));
  } catch (error) {
    // Nothing that a schema lets pass should come here; no shape of input may end the checks.
    const message = `is not shaped as ${object.kind} wants it (${(error as Error).message})`;
    problems.push({ field: 'spec', message });
  }
  for (const problem of problems) {
    yield findingOf(object, problem);
  }
}

/** The name that the object will have: Kubernetes adds to `generateName`. */
function nameOf({ name, object: { metadata } }: Manifest): string {
  return isRecord(metadata) && !metadata.name && metadata.generateName ? `${name}x` : name;
}

function findingOf(object: Manifest, { code = IST0106.code, field, message }: Problem): Finding {
  const { path, rest } = parseField(field);
  const what = rest.replace(/^: /, '');
  return {
    type: TYPE_OF.get(code) ?? IST0106,
    object,
    field: path,
    text: what ? `${what} ${message}` : message,
  };
}
