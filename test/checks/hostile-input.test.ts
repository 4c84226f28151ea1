import { check } from '../../lib/checks';
import { manifestOf } from '../../lib/manifests/manifest';
import { readYaml } from '../../lib/manifests/read-yaml';
import { STRIDE } from '../holds';
import { object, secret } from '../scene';
import { failuresOf } from './failures';

/** Objects that give every rule something to look at. */
const WORLD = [
  object(
    'VirtualService',
    'default/web',
    `{
      hosts: [web, "*.example.com"], gateways: [gw, mesh], exportTo: ["."],
      http: [{
        match: [{ uri: { regex: a }, headers: { "@request.auth.claims.a": { exact: a } }, queryParams: { q: { regex: a } } }],
        route: [{ destination: { host: web, subset: v1, port: { number: 80 } }, weight: 1 }],
        mirror: { host: web }, mirrors: [{ destination: { host: web } }], corsPolicy: { allowOrigins: [{ regex: a }] },
      }],
      tls: [{ match: [{ sniHosts: [a] }], route: [{ destination: { host: web } }] }],
      tcp: [{ route: [{ destination: { host: web } }] }],
    }`,
  ),
  object(
    'Gateway',
    'default/gw',
    '{ selector: { app: gw }, servers: [{ port: { number: 80, name: web, protocol: HTTP }, bind: a, hosts: [./web], tls: { credentialName: c } }] }',
  ),
  object('DestinationRule', 'default/web', '{ host: web, subsets: [{ name: v1, labels: { version: v1 } }] }'),
  object(
    'ServiceEntry',
    'default/web',
    '{ hosts: ["*"], ports: [{ number: 80, name: web }], exportTo: ["."] }',
  ),
  object(
    'Service',
    'default/web',
    '{ selector: { app: gw }, ports: [{ port: 80, targetPort: a, protocol: TCP }] }',
  ),
  object(
    'Deployment',
    'default/gw',
    '{ template: { metadata: { labels: { app: gw } }, spec: { containers: [] } } }',
  ),
  object('RequestAuthentication', 'default/gw', '{ selector: { matchLabels: { app: gw } } }'),
  secret('default/c', '{ tls.crt: YQ==, tls.key: YQ== }'),
];

const JUNK = [null, 17, -1, '', '*', '/', 'a/b/c', true, [], {}, [null], [[]], { a: null }];

test.each(valuesIn(WORLD.join('')))('no change to this $kind makes a rule fail', (original) => {
  const rest = valuesIn(WORLD.join('')).filter((other) => other.kind !== original.kind);
  const tried = [...mutants(original)].filter((_, i) => i % STRIDE === 0);
  const failures = tried.flatMap((mutant) => {
    const manifests = [...rest, mutant].flatMap((one) => manifestOf(one) ?? []);
    return failuresOf(check(manifests)).map((message) => ({ message, mutant }));
  });
  expect(failures).toEqual([]);
});

function valuesIn(yaml: string): { readonly kind: string }[] {
  return readYaml(yaml, 'test.yaml').manifests.map(({ kind, object }) => ({ ...object, kind }));
}

/** The value with each part of it replaced by each sort of junk in turn. */
function* mutants(value: unknown): Iterable<unknown> {
  yield* JUNK;
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      for (const mutant of mutants(item)) {
        yield value.with(i, mutant);
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, field] of Object.entries(value)) {
      for (const mutant of mutants(field)) {
        yield { ...value, [key]: mutant };
      }
    }
  }
}
