import {
  considerAuthorization,
  type Enforcement,
  enforce,
  ignoredPolicies,
} from '../../../lib/routing/policies';
import type { Connection } from '../../../lib/routing/request/request';
import { authorizationPolicy, type Metadata, requestAuthentication } from '../../scene';
import { connection, indexOf, plaintext, pod, request } from './requests';

const ANYTHING = { rules: [{}] };
const NOTHING = {};
const GET = { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] };
const POST = { rules: [{ to: [{ operation: { methods: ['POST'] } }] }] };

/** The verdict on a GET request to pod `cart` in namespace `shop`. */
function enforced(policies: readonly unknown[], mesh = {}): Enforcement {
  return enforce(indexOf(policies, mesh), pod(), connection(), request());
}

/** The verdict on a TCP connection to that pod. */
function onTcp(policies: readonly unknown[], from: Connection = connection(), mesh = {}): Enforcement {
  return enforce(indexOf(policies, mesh), pod(), from);
}

describe('which policies apply (H3)', () => {
  test.each<[string, object, Metadata & { namespace?: string }, 'denied' | 'allowed']>([
    ['all of the namespace', NOTHING, {}, 'denied'],
    ['an empty selector', { selector: {} }, {}, 'denied'],
    ['the pod’s labels', { selector: { matchLabels: { app: 'cart' } } }, {}, 'denied'],
    ['other labels', { selector: { matchLabels: { app: 'cart', version: 'v1' } } }, {}, 'allowed'],
    ['another namespace', NOTHING, { namespace: 'bank' }, 'allowed'],
    ['the root namespace', NOTHING, { namespace: 'istio-system' }, 'denied'],
    [
      'labels, from the root namespace',
      { selector: { matchLabels: { app: 'cart' } } },
      { namespace: 'istio-system' },
      'denied',
    ],
    [
      'other labels, from the root namespace',
      { selector: { matchLabels: { app: 'x' } } },
      { namespace: 'istio-system' },
      'allowed',
    ],
    ['targets', { targetRefs: [{ kind: 'Service', name: 'cart' }] }, {}, 'allowed'],
    ['one target', { targetRef: { kind: 'Service', name: 'cart' } }, {}, 'allowed'],
    ['another revision', NOTHING, { labels: { 'istio.io/rev': 'canary' } }, 'allowed'],
    ['the default revision', NOTHING, { labels: { 'istio.io/rev': 'default' } }, 'denied'],
  ])('%s', (_, spec, { namespace = 'shop', ...metadata }, expected) => {
    const policy = authorizationPolicy(`${namespace}/policy`, spec, metadata);
    expect(enforced([policy]).is).toBe(expected);
  });

  test('the mesh configuration sets the root namespace', () => {
    const policy = authorizationPolicy('mesh/policy', NOTHING);
    expect(enforced([policy]).is).toBe('allowed');
    expect(enforced([policy], { rootNamespace: 'mesh' }).is).toBe('denied');
  });
});

describe('actions and defaults (H4)', () => {
  const allow = (spec: object, name = 'allow') =>
    authorizationPolicy(`shop/${name}`, { action: 'ALLOW', ...spec });
  const deny = (spec: object, name = 'deny') =>
    authorizationPolicy(`shop/${name}`, { action: 'DENY', ...spec });

  test('no policies allow', () => {
    expect(enforced([])).toEqual({ is: 'allowed', because: 'no ALLOW policy applies', request: request() });
  });

  test('the result names the rule that allows', () => {
    expect(enforced([allow(POST, 'a'), allow(GET, 'b')])).toEqual({
      is: 'allowed',
      by: { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'b' },
      rule: 0,
      because: 'rules[0] of ALLOW policy "shop/b" matches',
      request: request(),
    });
  });

  test('the result names the policies that do not match', () => {
    expect(enforced([allow(POST, 'a'), allow(NOTHING, 'b')])).toEqual({
      is: 'denied',
      answer: 403,
      because: 'no ALLOW policy matches: "shop/a", "shop/b"',
    });
  });

  test('of many policies that do not match, the result names five', () => {
    const many = Array.from({ length: 7 }, (_, i) => allow(POST, `p${i}`));
    expect(enforced(many).because).toBe(
      'no ALLOW policy matches: "shop/p0", "shop/p1", "shop/p2", "shop/p3", "shop/p4" and 2 more',
    );
  });

  test('the result names the rule that denies', () => {
    expect(enforced([allow(ANYTHING), deny({ rules: [...POST.rules, ...GET.rules] })])).toEqual({
      is: 'denied',
      answer: 403,
      by: { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'deny' },
      rule: 1,
      because: 'rules[1] of DENY policy "shop/deny" matches',
    });
  });

  test.each<[string, unknown[], Enforcement['is']]>([
    ['ALLOW of anything', [allow(ANYTHING)], 'allowed'],
    ['ALLOW of nothing', [allow(NOTHING)], 'denied'],
    ['ALLOW without action', [authorizationPolicy('shop/policy', NOTHING)], 'denied'],
    ['ALLOW with an empty list', [allow({ rules: [] })], 'denied'],
    ['DENY of nothing', [deny(NOTHING)], 'allowed'],
    ['DENY of something else', [deny(POST)], 'allowed'],
    ['DENY of something else, and ALLOW of something else', [deny(POST), allow(POST)], 'denied'],
    ['AUDIT of anything', [authorizationPolicy('shop/policy', { action: 'AUDIT', ...ANYTHING })], 'allowed'],
  ])('%s', (_, policies, expected) => expect(enforced(policies).is).toBe(expected));

  test.each([
    ['true', 'allowed'],
    ['T', 'allowed'],
    ['1', 'allowed'],
    ['false', 'denied'],
    ['yes', 'denied'],
  ])('with dry run "%s", a policy that would deny leaves it %s', (dryRun, expected) => {
    const annotations = { 'istio.io/dry-run': dryRun };
    expect(
      enforced([authorizationPolicy('shop/policy', { action: 'DENY', ...ANYTHING }, { annotations })]).is,
    ).toBe(expected);
    expect(enforced([authorizationPolicy('shop/policy', NOTHING, { annotations })]).is).toBe(expected);
  });
});

test('each policy is considered, in the order in which Envoy applies them (H4)', () => {
  const policies = [
    authorizationPolicy('shop/allow', { action: 'ALLOW', rules: [...POST.rules, ...GET.rules] }),
    authorizationPolicy('shop/dry', { action: 'ALLOW' }, { annotations: { 'istio.io/dry-run': 'true' } }),
    authorizationPolicy('shop/deny', {
      action: 'DENY',
      rules: [{ when: [{ key: 'destination.ip', values: ['10.0.0.0/8'] }] }],
    }),
    authorizationPolicy('shop/audit', { action: 'AUDIT', ...ANYTHING }),
    authorizationPolicy('shop/custom', { action: 'CUSTOM', provider: { name: 'p' }, ...POST }),
  ];
  const subject = { connection: connection(), http: request() };
  const considered = considerAuthorization(indexOf(policies), pod(), subject);
  expect(considered.map(({ policy, ...one }) => [policy.name, one])).toEqual([
    ['custom', { action: 'CUSTOM', isCountedOnly: false, matches: false }],
    ['audit', { action: 'AUDIT', isCountedOnly: true, matches: true, rule: 0 }],
    ['deny', { action: 'DENY', isCountedOnly: false, matches: undefined, rule: 0 }],
    ['allow', { action: 'ALLOW', isCountedOnly: false, matches: true, rule: 1 }],
    ['dry', { action: 'ALLOW', isCountedOnly: true, matches: false }],
  ]);
});

describe('external providers (H4)', () => {
  const custom = (provider: string, spec: object = ANYTHING, name = provider) =>
    authorizationPolicy(`shop/${name}`, { action: 'CUSTOM', provider: { name: provider }, ...spec });
  const server = { service: 'authz.shop.svc.cluster.local', port: 9000 };
  const mesh = {
    extensionProviders: [
      { name: 'http', envoyExtAuthzHttp: server },
      { name: 'grpc', envoyExtAuthzGrpc: server },
      { name: 'zipkin', zipkin: server },
      { name: 'portless', envoyExtAuthzHttp: { service: 'authz' } },
      { name: 'twice', zipkin: server },
      { name: 'twice', envoyExtAuthzHttp: server },
    ],
  };

  test('what a provider decides is not modelled', () => {
    expect(enforced([custom('http')], mesh)).toEqual({
      is: 'unmodelled',
      by: { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'http' },
      rule: 0,
      because: 'rules[0] of CUSTOM policy "shop/http" matches, and the external provider "http" decides',
    });
  });

  test('of two providers with one name, the last counts', () => {
    expect(enforced([custom('twice')], mesh)).toMatchObject({
      is: 'unmodelled',
      because: 'rules[0] of CUSTOM policy "shop/twice" matches, and the external provider "twice" decides',
    });
  });

  test.each([
    ['unknown', 'the mesh has no extension provider "unknown"'],
    ['zipkin', 'extension provider "zipkin" of the mesh is not an external authorizer'],
    ['portless', 'extension provider "portless" of the mesh has no service with a port'],
    ['envoy', 'extension provider "envoy" of the mesh is not an external authorizer'],
  ])('provider "%s" lets nobody in', (name, because) => {
    expect(enforced([custom(name)], mesh)).toMatchObject({
      is: 'denied',
      answer: 403,
      because: `rules[0] of CUSTOM policy "shop/${name}" matches, and ${because}`,
    });
  });

  test('two providers for one pod let nobody in', () => {
    expect(enforced([custom('http'), custom('grpc', POST)], mesh)).toMatchObject({
      is: 'denied',
      because:
        'rules[0] of CUSTOM policy "shop/http" matches, and the policies for these pods name more than one external provider: "grpc", "http"',
    });
    expect(enforced([custom('http', GET, 'a'), custom('http', POST, 'b')], mesh).is).toBe('unmodelled');
  });

  test('a provider is not asked about requests that match no rule', () => {
    expect(enforced([custom('http', POST)], mesh).is).toBe('allowed');
    expect(enforced([custom('unknown', POST)], mesh).is).toBe('allowed');
  });

  test('a provider is asked before the token is checked', () => {
    const jwt = requestAuthentication('shop/policy', { jwtRules: [{ issuer: 'me' }] });
    const sender = request({ claims: { iss: 'you' } });
    const index = indexOf([jwt, custom('http')], mesh);
    expect(enforce(index, pod(), connection(), sender).is).toBe('unmodelled');
    expect(enforce(indexOf([jwt]), pod(), connection(), sender)).toMatchObject({ is: 'denied', answer: 401 });
  });

  test('only a gRPC provider is asked about connections without HTTP', () => {
    expect(onTcp([custom('http')], connection(), mesh).is).toBe('allowed');
    expect(onTcp([custom('grpc')], connection(), mesh).is).toBe('unmodelled');
    expect(onTcp([custom('unknown')], connection(), mesh)).toMatchObject({ is: 'denied', answer: 'closed' });
  });
});

describe('the structure of rules (H5)', () => {
  const front = { source: { namespaces: ['front'] } };
  const back = { source: { namespaces: ['back'] } };
  const get = { operation: { methods: ['GET'] } };
  const post = { operation: { methods: ['POST'] } };
  const port = { key: 'destination.port', values: ['8080'] };
  const otherPort = { key: 'destination.port', values: ['80'] };
  test.each<[string, object, 'allowed' | 'denied']>([
    ['nothing', {}, 'allowed'],
    ['empty lists', { from: [], to: [], when: [] }, 'allowed'],
    ['from and to and when', { from: [front], to: [get], when: [port] }, 'allowed'],
    ['another from', { from: [back], to: [get], when: [port] }, 'denied'],
    ['another to', { from: [front], to: [post], when: [port] }, 'denied'],
    ['another when', { from: [front], to: [get], when: [otherPort] }, 'denied'],
    ['one of the froms', { from: [back, front] }, 'allowed'],
    ['one of the tos', { to: [post, get] }, 'allowed'],
    ['all of the whens', { when: [port, otherPort] }, 'denied'],
    [
      'fields together',
      { from: [{ source: { namespaces: ['front'], ipBlocks: ['10.0.0.0/8'] } }] },
      'allowed',
    ],
    ['fields apart', { from: [{ source: { namespaces: ['front'], ipBlocks: ['11.0.0.0/8'] } }] }, 'denied'],
    [
      'a field and its opposite',
      { to: [{ operation: { paths: ['/items*'], notPaths: ['/items/1'] } }] },
      'denied',
    ],
    ['values and notValues', { when: [{ ...port, notValues: ['80'] }] }, 'allowed'],
    ['notValues', { when: [{ key: 'destination.port', notValues: ['8080', '80'] }] }, 'denied'],
    ['a source without fields', { from: [{}] }, 'allowed'],
    ['null', { from: null, to: [{ operation: null }] }, 'allowed'],
  ])('%s', (_, rule, expected) => {
    expect(enforced([authorizationPolicy('shop/policy', { rules: [rule] })]).is).toBe(expected);
  });

  test('one rule that matches is enough', () => {
    expect(
      enforced([authorizationPolicy('shop/policy', { rules: [{ to: [post] }, { to: [get] }] })]),
    ).toMatchObject({
      rule: 1,
    });
  });
});

describe('without HTTP (H5)', () => {
  const paths = { operation: { paths: ['/admin'] } };
  const ports = { operation: { ports: ['8080'] } };
  const otherPorts = { operation: { ports: ['80'] } };
  test.each<[string, object, 'ALLOW' | 'DENY', 'allowed' | 'denied']>([
    ['ports', { to: [ports] }, 'ALLOW', 'allowed'],
    ['a path, which makes the rule match nothing', { to: [paths] }, 'ALLOW', 'denied'],
    ['a path besides ports', { to: [paths, ports] }, 'ALLOW', 'denied'],
    ['a method in notMethods', { to: [{ operation: { notMethods: ['GET'] } }] }, 'ALLOW', 'denied'],
    ['a request principal', { from: [{ source: { requestPrincipals: ['*'] } }] }, 'ALLOW', 'denied'],
    ['a header', { when: [{ key: 'request.headers[a]', values: ['b'] }] }, 'ALLOW', 'denied'],
    ['a path, which is ignored', { to: [paths] }, 'DENY', 'denied'],
    [
      'a path and other ports',
      { to: [{ operation: { ...paths.operation, ...otherPorts.operation } }] },
      'DENY',
      'allowed',
    ],
    [
      'a path and the port',
      { to: [{ operation: { ...paths.operation, ...ports.operation } }] },
      'DENY',
      'denied',
    ],
    ['a claim', { when: [{ key: 'request.auth.claims[a]', values: ['b'] }] }, 'DENY', 'denied'],
    ['another namespace', { from: [{ source: { namespaces: ['back'] } }] }, 'DENY', 'allowed'],
  ])('%s', (_, rule, action, expected) => {
    expect(onTcp([authorizationPolicy('shop/policy', { action, rules: [rule] })]).is).toBe(expected);
  });

  test('connections are closed', () => {
    expect(onTcp([authorizationPolicy('shop/policy', NOTHING)], plaintext())).toEqual({
      is: 'denied',
      answer: 'closed',
      by: { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'policy' },
      because: 'no ALLOW policy matches: "shop/policy"',
    });
  });

  test('tokens are not checked', () => {
    expect(onTcp([requestAuthentication('shop/policy', { jwtRules: [{ issuer: 'me' }] })]).is).toBe(
      'allowed',
    );
  });
});

describe('what istiod cannot use', () => {
  test.each<[string, object, 'ALLOW' | 'DENY', 'allowed' | 'denied']>([
    ['an unknown key', { when: [{ key: 'x', notValues: ['y'] }] }, 'ALLOW', 'denied'],
    ['an unknown key', { when: [{ key: 'x', values: ['y'] }] }, 'DENY', 'allowed'],
    ['a broken address', { from: [{ source: { notIpBlocks: ['10.0.0'] } }] }, 'ALLOW', 'denied'],
    ['a broken address', { from: [{ source: { ipBlocks: ['10.0.0'] } }] }, 'DENY', 'denied'],
    [
      'a broken address besides a good one',
      { from: [{ source: { ipBlocks: ['10.0.0', '11.0.0.0/8'] } }] },
      'DENY',
      'allowed',
    ],
    ['a broken port', { to: [{ operation: { notPorts: ['65536'] } }] }, 'ALLOW', 'denied'],
  ])('%s: %j %s', (_, rule, action, expected) => {
    expect(enforced([authorizationPolicy('shop/policy', { action, rules: [rule] })]).is).toBe(expected);
  });

  test.each([
    [{ rules: {} }, '"rules" is not a list'],
    [{ rules: ['a'] }, '"rules" has an entry that is not a map'],
    [{ rules: [{ to: [{ operation: { ports: [80] } }] }] }, '"ports" has an entry that is not a string'],
    [{ rules: [{ when: [{ key: 1 }] }] }, '"key" is not a string'],
    [{ action: 'allow' }, '"action" is "allow", and not one of ALLOW, DENY, AUDIT, CUSTOM'],
    [{ selector: { matchLabels: { app: 1 } } }, '"app" is not a string'],
    ['text', '"spec" is not a map'],
    [
      { targetRefs: [{ kind: 'Service', name: 'a' }] },
      'it has targetRefs, which only attach to resources of the Kubernetes Gateway API',
    ],
  ])('%j is ignored', (spec, because) => {
    const index = indexOf([authorizationPolicy('shop/policy', spec)]);
    expect(ignoredPolicies(index)).toEqual([
      { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'policy', because },
    ]);
    expect(enforce(index, pod(), connection(), request()).is).toBe('allowed');
  });
});
