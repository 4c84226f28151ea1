import type { MeshIndex } from '../../istiod/mesh-index';
import { isSameData } from '../../manifests/collections';
import {
  AUTHORIZATION_POLICY,
  type Kind,
  REQUEST_AUTHENTICATION,
  SERVICE_ENTRY,
  SIDECAR,
  WORKLOAD_ENTRY,
} from '../../manifests/kinds';
import { isOf, isRecord, type Manifest } from '../../manifests/manifest';
import { refTo } from '../../manifests/object-ref';
import { describeOutcome } from '../../routing';
import type { ChangedObject } from './changed-objects';
import { emptyReach } from './reach';
import { addReachOf } from './reach-by-kind';

/** A field that has a say in requests, and that no trace looks at. */
interface UnmodelledField {
  readonly of: Kind;
  /** The path below `spec`. A step that is a list stands for all of its items. */
  readonly path: readonly string[];
  /** What the field is about. */
  readonly decides: string;
  /** Set where a field of an object that is new or gone makes no difference of its own. */
  readonly onlyInPlace?: true;
}

const LOCALITIES = 'which endpoints proxies prefer';
const IDENTITIES = 'the identities that clients accept there';
const KEYS = 'which tokens are valid';
const TARGETS = 'policies for waypoints and for gateways of the Kubernetes Gateway API';
const INBOUND = 'how a sidecar receives requests';

const FIELDS: readonly UnmodelledField[] = [
  { of: SIDECAR, path: ['ingress'], decides: INBOUND },
  { of: SIDECAR, path: ['inboundConnectionPool'], decides: INBOUND },
  { of: SIDECAR, path: ['egress', 'bind'], decides: 'the addresses that a sidecar listens on' },
  { of: SIDECAR, path: ['egress', 'captureMode'], decides: 'the connections that a sidecar takes' },
  { of: SIDECAR, path: ['outboundTrafficPolicy', 'egressProxy'], decides: 'where unknown hosts lead' },
  {
    of: SERVICE_ENTRY,
    path: ['addresses'],
    decides: 'the addresses that clients have to call',
    onlyInPlace: true,
  },
  { of: SERVICE_ENTRY, path: ['endpoints', 'locality'], decides: LOCALITIES },
  { of: SERVICE_ENTRY, path: ['endpoints', 'network'], decides: LOCALITIES },
  { of: SERVICE_ENTRY, path: ['endpoints', 'serviceAccount'], decides: IDENTITIES },
  { of: WORKLOAD_ENTRY, path: ['serviceAccount'], decides: IDENTITIES },
  { of: WORKLOAD_ENTRY, path: ['locality'], decides: LOCALITIES },
  { of: WORKLOAD_ENTRY, path: ['network'], decides: LOCALITIES },
  { of: REQUEST_AUTHENTICATION, path: ['jwtRules', 'jwks'], decides: KEYS, onlyInPlace: true },
  { of: REQUEST_AUTHENTICATION, path: ['jwtRules', 'jwksUri'], decides: KEYS, onlyInPlace: true },
  { of: REQUEST_AUTHENTICATION, path: ['jwtRules', 'jwks_uri'], decides: KEYS, onlyInPlace: true },
  { of: REQUEST_AUTHENTICATION, path: ['jwtRules', 'timeout'], decides: KEYS, onlyInPlace: true },
  { of: REQUEST_AUTHENTICATION, path: ['jwtRules', 'presence'], decides: 'requests without a token' },
  {
    of: REQUEST_AUTHENTICATION,
    path: ['jwtRules', 'spaceDelimitedClaims'],
    decides: 'claims that hold several words',
  },
  { of: REQUEST_AUTHENTICATION, path: ['targetRef'], decides: TARGETS },
  { of: REQUEST_AUTHENTICATION, path: ['targetRefs'], decides: TARGETS },
  { of: AUTHORIZATION_POLICY, path: ['targetRef'], decides: TARGETS },
  { of: AUTHORIZATION_POLICY, path: ['targetRefs'], decides: TARGETS },
];

/** The changes of fields that no trace looks at, in objects that have a say in some requests, in words. */
export function unmodelledChanges(
  old: MeshIndex,
  next: MeshIndex,
  changes: readonly ChangedObject[],
): string[] {
  return changes.flatMap((change) => {
    const manifest = change.new ?? change.old;
    if (!manifest) {
      return [];
    }
    const fields = FIELDS.filter((field) => isOf(field.of, manifest) && isChanged(field, change));
    return fields.length > 0 && hasReach(change.new ? next : old, manifest)
      ? fields.map((field) => wordsFor(manifest, field))
      : [];
  });
}

function isChanged({ path, onlyInPlace }: UnmodelledField, { old, new: next }: ChangedObject): boolean {
  const values = [old, next].map((manifest) => valuesAt(manifest?.spec, path));
  return !isSameData(values[0], values[1]) && (!onlyInPlace || (old !== undefined && next !== undefined));
}

/** The values of a field, in all items of the lists on its path. */
function valuesAt(value: unknown, [step, ...rest]: readonly string[]): readonly unknown[] {
  if (step === undefined) {
    return value === undefined ? [] : [value];
  }
  return [value].flat().flatMap((item) => (isRecord(item) ? valuesAt(item[step], rest) : []));
}

function hasReach(index: MeshIndex, manifest: Manifest): boolean {
  const reach = emptyReach();
  addReachOf(reach, index, manifest);
  const { everything, hosts, destinations, ports, proxies } = reach;
  return everything || hosts.size + destinations.size + ports.size + proxies.size > 0;
}

function wordsFor(manifest: Manifest, { path, decides }: UnmodelledField): string {
  const because = `its spec.${path.join('.')} changes, which decides ${decides}`;
  return describeOutcome({ is: 'unmodelled', probability: 1, object: refTo(manifest), because });
}
