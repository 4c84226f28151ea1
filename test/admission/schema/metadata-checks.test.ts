import { schemaFindings, withoutNulls } from '../../../lib/admission/schema';
import { manifestOf } from '../../../lib/manifests/manifest';
import { messagesOf } from './messages';

const LONG = 'x'.repeat(64);
const QUALIFIED =
  'write "name" or "prefix/name", where the name has at most 63 letters, digits, "-", "_" and ".", and the prefix is a DNS name';
const notLabel = (key: string) =>
  `metadata.labels has the key "${key}", which is not the name of a label; ${QUALIFIED}`;
const notAnnotation = (key: string) =>
  `metadata.annotations has the key "${key}", which is not the name of an annotation; ${QUALIFIED}`;
const notLabelValue = (value: string) =>
  `metadata.labels.a "${value}" is not the value of a label; use at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends`;
const notName = (field: string, value: string) =>
  `metadata.${field} "${value}" is not a Kubernetes name; use lower-case letters, digits, "-" and ".", with a letter or digit at both ends`;
const unknown = (field: string, remedy: string) =>
  `metadata.${field} is unknown, so kubectl apply refuses it, and Argo CD, Flux and --validate=false drop it; ${remedy}`;
const time = (field: string, value: string) =>
  `metadata.${field} is ${value}; use a time, such as "2030-01-31T12:00:00Z"`;
const OWNER = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a', uid: 'b' };

type Case = [object, ...string[]];

const CASES: Case[] = [
  [{}],
  // Labels
  [{ labels: { a: '', 'a.b/c_D': 'A.b_c-d', [LONG.slice(1)]: LONG.slice(1) } }],
  [{ labels: { 'a/b/c': 'd' } }, notLabel('a/b/c')],
  [{ labels: { '/a': 'd' } }, notLabel('/a')],
  [{ labels: { 'a/': 'd' } }, notLabel('a/')],
  [{ labels: { '': 'd' } }, notLabel('')],
  [{ labels: { 'A.b/c': 'd' } }, notLabel('A.b/c')],
  [{ labels: { é: 'd' } }, notLabel('é')],
  [{ labels: { a: LONG } }, notLabelValue(LONG)],
  [{ labels: { a: 'b*' } }, notLabelValue('b*')],
  [{ labels: { a: 1 } }, 'metadata.labels.a is 1; use a string in quotes, such as "1"'],
  [{ labels: { a: null } }],
  // Annotations
  [{ annotations: { 'A.B/c': 'any thing: *' } }],
  [{ annotations: { 'a b': '' } }, notAnnotation('a b')],
  [
    { annotations: { a: true } },
    'metadata.annotations.a is true; use a string in quotes, such as "true", "yes", "on" or "y"',
  ],
  [{ annotations: { a: 'é'.repeat(131_071) } }],
  [
    { annotations: { a: 'é'.repeat(131_072) } },
    'metadata.annotations has more than 262144 bytes in all; shorten the values',
  ],
  // Names
  [{ generateName: 'a-' }],
  [{ generateName: 'A-' }, notName('generateName', 'A-')],
  [{ generateName: 'a.' }, notName('generateName', 'a.')],
  [{ generateName: '-' }, notName('generateName', '-')],
  [
    { namespace: 'a.b' },
    'metadata.namespace "a.b" is not a valid name here; use at most 63 lower-case letters, digits and "-", with a letter or digit at both ends',
  ],
  // Times
  [{ creationTimestamp: null, deletionTimestamp: '2024-02-29T23:59:59.5+01:00' }],
  [{ creationTimestamp: '2020-01-01' }, time('creationTimestamp', '"2020-01-01"')],
  [{ creationTimestamp: '2020-13-01T00:00:00Z' }, time('creationTimestamp', '"2020-13-01T00:00:00Z"')],
  [{ creationTimestamp: '2023-02-29T00:00:00Z' }, time('creationTimestamp', '"2023-02-29T00:00:00Z"')],
  [{ creationTimestamp: '2020-01-01T24:00:00Z' }, time('creationTimestamp', '"2020-01-01T24:00:00Z"')],
  [{ creationTimestamp: '2020-01-01T00:00:00z' }, time('creationTimestamp', '"2020-01-01T00:00:00z"')],
  [{ deletionTimestamp: 1 }, 'metadata.deletionTimestamp is 1; use a string in quotes, such as "1"'],
  // Finalizers
  [{ finalizers: ['a.b/c', 'orphan'] }],
  [{ finalizers: ['a b'] }, `metadata.finalizers[0] is "a b"; ${QUALIFIED}`],
  [
    { finalizers: ['orphan', 'foregroundDeletion'] },
    'metadata.finalizers has both "orphan" and "foregroundDeletion"; keep one of them',
  ],
  [{ finalizers: 'a' }, 'metadata.finalizers is "a"; use a list'],
  // Owners
  [{ ownerReferences: [{ ...OWNER, controller: true, blockOwnerDeletion: true }, OWNER] }],
  [{ ownerReferences: [{ ...OWNER, uid: '' }] }, 'metadata.ownerReferences[0].uid is missing; add it'],
  [
    { ownerReferences: [{ ...OWNER, apiVersion: 'a/b/c' }] },
    'metadata.ownerReferences[0].apiVersion is "a/b/c"; write "group/version"',
  ],
  [
    { ownerReferences: [{ ...OWNER, apiVersion: 'v1', kind: 'Event' }] },
    'metadata.ownerReferences[0].kind is "Event", which cannot own objects; remove it',
  ],
  [
    { ownerReferences: [OWNER, { ...OWNER, controller: true }, { ...OWNER, controller: true }] },
    'metadata.ownerReferences[2].controller is true in item 1, too; an object has only one controller',
  ],
  [
    { ownerReferences: [{ ...OWNER, foo: 1 }] },
    unknown(
      'ownerReferences[0].foo',
      'remove it, or use one of apiVersion, blockOwnerDeletion, controller, kind, name, uid',
    ),
  ],
  // Fields that the API server fills in
  [
    {
      uid: 'a',
      resourceVersion: '1',
      generation: 1,
      managedFields: [{ manager: 'a', fieldsV1: { 'f:a': {} } }],
    },
  ],
  [{ uid: 1 }, 'metadata.uid is 1; use a string in quotes, such as "1"'],
  [{ generation: '1' }, 'metadata.generation is "1"; use 1, without quotes'],
  [{ managedFields: 'a' }, 'metadata.managedFields is "a"; use a list'],
  // Unknown fields
  [{ label: { a: 'b' } }, unknown('label', 'did you mean "labels"?')],
  [{ nameSpace: null }, unknown('nameSpace', 'did you mean "namespace"?')],
];

test.each(CASES)('metadata of a Gateway: %j', (metadata, ...messages) => {
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'a', ...metadata },
  };
  expect(messagesOf(object)).toEqual(messages);
});

test.each(CASES)('metadata of a Deployment: %j', (metadata, ...messages) => {
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', ...metadata },
    any: 'field',
  };
  expect(messagesOf(object)).toEqual(messages);
});

test.each<[string, string, string, ...string[]]>([
  ['v1', 'Service', 'a-1'],
  [
    'v1',
    'Service',
    '1a',
    'metadata.name "1a" is not the name of a Service; use at most 63 lower-case letters, digits and "-", with a letter first and no "-" at the end',
  ],
  ['v1', 'Namespace', '1a'],
  [
    'v1',
    'Namespace',
    'a.b',
    'metadata.name "a.b" is not a valid name here; use at most 63 lower-case letters, digits and "-", with a letter or digit at both ends',
  ],
  ['v1', 'ConfigMap', 'a.b'],
  ['v1', 'ConfigMap', 'a_b', notName('name', 'a_b')],
  // Names of roles are parts of paths, and other groups and files of tools may have rules of their own.
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:a'],
  ['example.com/v1', 'Thing', 'A b'],
  ['kustomize.config.k8s.io/v1beta1', 'Kustomization', 'A b'],
])('%s %s may have the name %s or not', (apiVersion, kind, name, ...messages) => {
  expect(messagesOf({ apiVersion, kind, metadata: { name } })).toEqual(messages);
});

test.each([
  [
    'networking.istio.com/v1',
    'VirtualService',
    'networking.istio.com',
    'one of networking.istio.io/v1, networking.istio.io/v1alpha3, networking.istio.io/v1beta1',
  ],
  ['v1', 'EnvoyFilter', '', 'networking.istio.io/v1alpha3'],
  [
    'security.istio.io/v1',
    'Telemetry',
    'security.istio.io',
    'one of telemetry.istio.io/v1, telemetry.istio.io/v1alpha1',
  ],
])('%s does not have %s', (apiVersion, kind, group, versions) => {
  expect(messagesOf({ apiVersion, kind, metadata: { name: 'a' } })).toEqual([
    `apiVersion has the group "${group}", which does not have the kind ${kind}; use ${versions}`,
  ]);
});

test('kinds of other groups may have the names of those of Istio', () => {
  for (const apiVersion of [
    'gateway.networking.k8s.io/v1',
    'gateway.solo.io/v1',
    'appmesh.k8s.aws/v1beta2',
  ]) {
    for (const kind of ['Gateway', 'VirtualService']) {
      expect(messagesOf({ apiVersion, kind, metadata: { name: 'a' } })).toEqual([]);
    }
  }
});

test('unknown fields that are null are found, and belong to the object without them', () => {
  const written = manifestOf({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'a' },
    spec: { zzz: null },
    data: null,
  });
  if (!written) {
    throw new Error('no object');
  }
  const stored = withoutNulls(written);
  const findings = schemaFindings(written, '1.32', stored);
  expect(findings.map(({ field }) => field)).toEqual([['data'], ['spec', 'zzz']]);
  expect(findings.every(({ object }) => object === stored)).toBe(true);
});
