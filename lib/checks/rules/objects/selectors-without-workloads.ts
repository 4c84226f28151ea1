import type { MessageType } from '../../../catalogue/message-type';
import { selectorOfObject } from '../../../istiod/extensions';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isAttached } from '../../../istiod/policies/policy';
import { writtenLabels } from '../../../istiod/workloads/added-labels';
import { hasLabels, selectorText } from '../../../istiod/workloads/selectors';
import { workloadEntriesOf, workloadGroupsOf } from '../../../istiod/workloads/workload-entries';
import { type Labels, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import {
  ENVOY_FILTER,
  type Kind,
  PEER_AUTHENTICATION,
  PROXY_CONFIG,
  REQUEST_AUTHENTICATION,
  TRAFFIC_EXTENSION,
  WASM_PLUGIN,
} from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { nearest } from '../../../manifests/nearest';
import type { Rule } from '../../rule';

export const IST9278 = {
  code: 'IST9278',
  name: 'SelectorWithoutWorkloads',
  kiali: ['KIA0004'],
  level: 'Warning',
  summary: 'An object selects pods by labels that no workload in its scope carries.',
  texts: {
    labels: (labels: string, namespace: string | undefined) =>
      `"${labels}" does not select any workload ${namespace === undefined ? '' : `of namespace "${namespace}" `}in these manifests, so the object has no effect; write labels of their pods, or, if the workload is defined elsewhere, pass it as --context`,
  },
} as const satisfies MessageType;

/** Where none of the workloads shown seems to be meant, the one that is meant may well be in other files. */
export const IST9283 = {
  ...IST9278,
  code: 'IST9283',
  name: 'SelectorForWorkloadsNotShown',
  level: 'Info',
  summary: 'An object selects pods by labels that are unlike those of every workload shown in its scope.',
} as const satisfies MessageType;

/** Kinds whose objects select pods of all namespaces if they are in the root namespace. (H1, H2) */
const MESH_WIDE: readonly Kind[] = [
  PEER_AUTHENTICATION,
  REQUEST_AUTHENTICATION,
  ENVOY_FILTER,
  WASM_PLUGIN,
  TRAFFIC_EXTENSION,
];

/** What selects nothing has no effect. Pods may be elsewhere, so at least others of the namespace must be shown. */
export const selectorsWithoutWorkloads: Rule = {
  name: 'selectors-without-workloads',
  reports: [IST9278, IST9283],
  *check(index) {
    const selectsNothing = memoized(
      (labels: Labels, namespace: string | undefined) => `${namespace} ${selectorText(labels)}`,
      (labels, namespace) => isWithoutWorkloads(index, labels, namespace),
    );
    for (const kind of [...MESH_WIDE, PROXY_CONFIG]) {
      for (const object of index.all<unknown>(kind)) {
        const labels = isAttached(object) ? {} : selectorOfObject(object);
        const namespace = scopeOf(index, kind, object);
        if (hasLabels(labels) && selectsNothing(labels, namespace)) {
          const field = [
            'spec',
            ...(kind === ENVOY_FILTER ? ['workloadSelector', 'labels'] : ['selector', 'matchLabels']),
          ];
          const type = isAnyMeant(index, writtenLabels(labels), namespace) ? IST9278 : IST9283;
          yield { type, object, field, text: IST9278.texts.labels(selectorText(labels), namespace) };
        }
      }
    }
  },
};

/** The namespace whose pods an object may select; undefined for all of them. */
function scopeOf(index: MeshIndex, kind: Kind, { namespace }: Manifest): string | undefined {
  return namespace === index.mesh.rootNamespace && MESH_WIDE.includes(kind) ? undefined : namespace;
}

function isWithoutWorkloads(index: MeshIndex, labels: Labels, namespace: string | undefined): boolean {
  const written = writtenLabels(labels);
  const machines = [index.view(workloadEntriesOf), index.view(workloadGroupsOf)];
  return (
    hasLabels(written) &&
    !isForGateway(written) &&
    showsWorkloads(index, written, namespace) &&
    ![index.view(workloadsOf), ...machines].some((some) => some.includesAny(written, namespace))
  );
}

/** Charts and controllers install gateways, and their pods are hardly ever among the manifests. */
function isForGateway(labels: Labels): boolean {
  return Object.entries(labels)
    .flat()
    .some((text) => /gateway|ingress|egress|waypoint/i.test(text));
}

/** Whether those that are meant would be shown: of the whole mesh, hardly anybody shows everything. */
function showsWorkloads(index: MeshIndex, labels: Labels, namespace: string | undefined): boolean {
  const { rootNamespace } = index.mesh;
  return namespace === undefined
    ? isAnyMeant(index, labels, namespace)
    : namespace !== rootNamespace && index.view(workloadsOf).in(namespace).length > 0;
}

/** Whether a workload in the scope of a selector seems to be meant. */
function isAnyMeant(index: MeshIndex, labels: Labels, namespace: string | undefined): boolean {
  const { rootNamespace } = index.mesh;
  const workloads = index.view(workloadsOf);
  return (namespace === undefined ? workloads.all : workloads.in(namespace)).some(
    (workload) => workload.namespace !== rootNamespace && isMeant(workload, labels),
  );
}

/** Whether a label of a workload seems to be meant by one of the selector. */
function isMeant(workload: Workload, labels: Labels): boolean {
  const values = Object.values(workload.labels);
  return Object.entries(labels).some(([key, value]) => {
    const own = workload.labels[key];
    return values.includes(value) || (own !== undefined && nearest(value, [own]) !== undefined);
  });
}
