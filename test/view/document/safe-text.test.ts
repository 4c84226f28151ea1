import { readYaml } from '../../../lib/manifests/read-yaml';
import { safeText, secretValues, without } from '../../../lib/view/document/safe-text';

const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: web } # a comment
spec: { ports: [{ port: 80 }] }
`;
const SECRET = `apiVersion: v1
kind: Secret
metadata:
  name: s
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"data":{"key":"aHVudGVyMg=="}}'
# hunter2
data: { key: aHVudGVyMg== }
stringData:
  other: hunter2
`;
const HUNTER = /hunter2|aHVudGVyMg/;

function lines(text: string): string[] {
  return readYaml(text, 'a.yaml').manifests.map(
    ({ kind, name, origin }) => `${kind} ${name}:${origin.line?.(['spec'])}`,
  );
}

test('a text without secrets stays as it is', () => {
  expect(safeText(SERVICE, 'a.yaml')).toBe(SERVICE);
});

test('what refers to a Secret is not secret', () => {
  const text = `${SERVICE.trimEnd()}\ntls: { certificateRefs: [{ kind: Secret, group: "", name: s, namespace: a }] }\n`;
  expect(safeText(text, 'a.yaml')).toBe(text);
});

test('of a Secret the names of its entries stay, and the objects around it stay at their lines', () => {
  const text = `${SERVICE}---\n${SECRET}---\n${SERVICE}`;
  const safe = safeText(text, 'a.yaml');
  expect(safe).not.toMatch(HUNTER);
  expect(safe.split('---\n')).toEqual([
    SERVICE,
    `apiVersion: v1
kind: Secret
metadata:
  name: s
  annotations: {}
data:
  key: (left out)
stringData:
  other: (left out)

`,
    SERVICE,
  ]);
  const services = (all: string[]) => all.filter((one) => one.startsWith('Service'));
  expect(services(lines(safe))).toEqual(services(lines(text)));
});

test.each([
  ['in JSON', `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"key":"aHVudGVyMg=="}}`],
  [
    'in a List',
    `{ apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Secret, metadata: { name: s }, data: { key: aHVudGVyMg== } }] }`,
  ],
  [
    'with an escaped kind',
    `{ apiVersion: v1, kind: "\\x53ecret", metadata: { name: s }, stringData: { key: hunter2 } }`,
  ],
  [
    'behind an alias',
    'apiVersion: v1\nkind: &kind Secret\nmetadata: { name: s, labels: { a: *kind } }\ndata: &d { key: aHVudGVyMg== }\n',
  ],
  [
    'inside another object',
    `{ apiVersion: a/v1, kind: Bundle, metadata: { name: s }, spec: { objects: [{ kind: Secret, data: hunter2 }] } }`,
  ],
  ['as a value of another type', `{ apiVersion: v1, kind: Secret, metadata: { name: s }, data: [hunter2] }`],
  [
    'in an annotation of another object',
    `{ apiVersion: v1, kind: Service, metadata: { name: s, annotations: { kubectl.kubernetes.io/last-applied-configuration: hunter2 } } }`,
  ],
  [
    'of another version, with a misspelled kind and misspelled fields',
    `{ apiVersion: v2, kind: secret, metadata: { name: s }, stringdata: { key: hunter2 }, binaryData: { key: aHVudGVyMg== }, more: hunter2 }`,
  ],
  [
    'in the map of another object, by an alias',
    `{ apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Secret, metadata: { name: s }, stringData: &d { key: hunter2 } }, { apiVersion: v1, kind: ConfigMap, metadata: { name: s }, data: *d }] }`,
  ],
  [
    'in a value of another object, by an alias',
    `apiVersion: v1\nkind: List\nitems:\n- { apiVersion: v1, kind: Secret, metadata: { name: s }, stringData: { key: &d hunter2 } }\n- { apiVersion: v1, kind: ConfigMap, metadata: { name: s }, data: { key: *d } }\n`,
  ],
  [
    'that Kustomize makes',
    `{ apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, secretGenerator: [{ name: s, literals: [key=hunter2] }] }`,
  ],
  ['in a document that is not an object', 'password: hunter2\n'],
  ['in a document that is not YAML', 'apiVersion: v1\nkind: Secret\ndata: { key: hunter2\n'],
  [
    'in a patch',
    '{ apiVersion: v1, kind: Secret, metadata: { name: s }, data: { key: hunter2, $patch: replace } }',
  ],
  [
    'in a template of Helm',
    'apiVersion: v1\nkind: Secret\ndata: { key: {{ .Values.key | default "hunter2" }} }\n',
  ],
])('a Secret %s is left out, and the lines after it stay', (_, part) => {
  const safe = safeText(`${part.trimEnd()}\n---\n${SERVICE}`, 'a.yaml');
  expect(safe).not.toMatch(HUNTER);
  expect(safe.split('\n')).toHaveLength(`${part.trimEnd()}\n---\n${SERVICE}`.split('\n').length);
  expect(safe.endsWith(`---\n${SERVICE}`)).toBe(true);
});

test('findings about a Secret do not quote it', () => {
  const values = secretValues(readYaml(SECRET, 'a.yaml').manifests);
  expect(without(values, '"aHVudGVyMg==" is hunter2, and key is a name')).toBe(
    '"(left out)" is (left out), and key is a name',
  );
});
