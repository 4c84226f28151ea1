import { codeOf, type Expression, print, variable } from '../../../lib/code';
import { istioConstruct } from '../../../lib/convert/istio';
import type { References } from '../../../lib/convert/references';
import { type Manifest, manifestOf } from '../../../lib/manifests/manifest';
import { type Row, rows, specOf } from '../../docs/yaml-rows';

const object = (apiVersion: string, kind: string, name: string, spec: object): Manifest =>
  manifestOf({ apiVersion, kind, metadata: { name, namespace: 'default' }, spec }) as Manifest;

/** The constructs that the tables of docs/library.md name. */
const SCENE: Readonly<Record<string, Manifest>> = {
  service: object('v1', 'Service', 'echo', { ports: [{ port: 80, name: 'http' }] }),
  gateway: object('networking.istio.io/v1', 'Gateway', 'test-gateway', {}),
  cart: object('networking.istio.io/v1', 'VirtualService', 'test-cart', { http: [] }),
  rule: object('networking.istio.io/v1', 'DestinationRule', 'test-rule', { host: 'echo' }),
  echo: object('v1', 'ServiceAccount', 'echo', {}),
};

const named = (name: string) => ({ code: variable(name), manifest: SCENE[name] as Manifest });

const REFERENCES: References = {
  all: Object.values(SCENE),
  object: ({ kind }, name) => {
    const found = Object.entries(SCENE).find(([, known]) => known.kind === kind && known.name === name);
    return found && named(found[0]);
  },
  service: (host) => (/^echo(\.default\.svc\.cluster\.local)?$/.test(host) ? named('service') : undefined),
  serviceEntry: () => undefined,
  destinationRule: (host) => (host === 'echo' ? named('rule') : undefined),
  workload: () => undefined,
  outside: () => variable('outside'),
};

/** What the converter writes for the object that a row of the page makes. */
function writtenFor(row: Row): string {
  const manifest = object(apiVersionOf(row.kind), row.kind, 'row', specOf(row) as object);
  const raised = istioConstruct(manifest, REFERENCES);
  if (!raised || 'unsaid' in raised) {
    throw new Error(`unsaid: ${raised?.unsaid}`);
  }
  expect(raised.patches).toEqual([]);
  const steps = row.part.split('.').slice(1);
  const part = steps.reduce((code, step) => {
    const { node } = code;
    const field = node.is === 'object' ? node.fields.get(step.replace('[]', '')) : undefined;
    return field?.node.is === 'list' ? (field.node.items[0] as Expression) : (field as Expression);
  }, codeOf(raised.props));
  return oneLine(print(part));
}

function oneLine(code: string): string {
  return code
    .replace(/,?\n\s*(?=[}\])])/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\[ | \]/g, (text) => text.trim());
}

function apiVersionOf(kind: string): string {
  return kind.endsWith('Policy') || kind.endsWith('Authentication')
    ? 'security.istio.io/v1'
    : 'networking.istio.io/v1';
}

/** Rows that the converter writes in other words. */
const OTHERWISE: Readonly<Record<string, string>> = {
  "to: service, match: [{ path: PathMatch.prefix('/api/') }], rewrite: HttpRewrite.uri('/')":
    "match: [{ path: PathMatch.prefix('/api/') }], to: service, rewrite: HttpRewrite.uri('/')",
  // By AuthorizationPolicy.allowAll.
  "selector: { app: 'echo' }, rules: [{}]": "selector: { app: 'echo' }",
};

test.each(rows())('$kind $part: $typescript', (row) => {
  expect(writtenFor(row)).toContain(OTHERWISE[row.typescript] ?? row.typescript);
});
