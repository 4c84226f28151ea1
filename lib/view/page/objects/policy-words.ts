import { type Fields, fieldsOf, numberOf, objectsIn, textOf, textsIn } from '../../../manifests/fields';
import type { Manifest } from '../../../manifests/manifest';

/** A rule of a policy in words. */
export interface RuleWords {
  /** Such as `spec.rules[0]`. */
  readonly path: string;
  readonly words: string;
}

/** What a policy does, in words. */
export interface PolicyWords {
  readonly does: readonly string[];
  readonly rules: readonly RuleWords[];
}

/** What the fields of a policy say; which requests that concerns, a trace says. Undefined for other kinds. */
export function policyWords(manifest: Manifest): PolicyWords | undefined {
  const spec = fieldsOf(manifest.spec);
  switch (manifest.kind) {
    case 'AuthorizationPolicy':
      return authorizationWords(manifest, spec);
    case 'RequestAuthentication':
      return tokenWords(spec);
    case 'PeerAuthentication':
      return peerWords(spec);
    default:
      return undefined;
  }
}

const DRY_RUN = 'istio.io/dry-run';

function authorizationWords({ annotations }: Manifest, spec: Fields): PolicyWords {
  const rules = objectsIn(spec.rules).map((rule, place) => ({
    path: `spec.rules[${place}]`,
    words: ruleWords(rule),
  }));
  const action = textOf(spec.action) ?? 'ALLOW';
  const dry = annotations[DRY_RUN] === undefined ? [] : ['In dry run, it only counts what it would do.'];
  return { does: [actionWords(action, rules.length > 0, spec), ...dry], rules };
}

function actionWords(action: string, hasRules: boolean, spec: Fields): string {
  switch (action) {
    case 'ALLOW':
      return hasRules
        ? 'Allows requests that meet one of its rules. Requests that no ALLOW policy of a workload allows are denied.'
        : 'Allows nothing, as it has no rules: what no other ALLOW policy of a workload allows is denied.';
    case 'DENY':
      return hasRules
        ? 'Denies requests that meet one of its rules, whatever other policies allow.'
        : 'Denies nothing, as it has no rules.';
    case 'AUDIT':
      return 'Marks requests that meet one of its rules for an audit, and lets them pass.';
    default:
      return `Asks the provider ${textOf(fieldsOf(spec.provider).name) ?? '?'} about requests that meet one of its rules.`;
  }
}

function ruleWords(rule: Fields): string {
  const from = objectsIn(rule.from).map(({ source }) => fieldWords(source, SOURCES));
  const to = objectsIn(rule.to).map(({ operation }) => fieldWords(operation, OPERATIONS));
  const when = objectsIn(rule.when).map(({ key, values, notValues }) =>
    [
      ...(textsIn(values).length > 0 ? [`${textOf(key)} is ${anyOf(values)}`] : []),
      ...(textsIn(notValues).length > 0 ? [`${textOf(key)} is not ${anyOf(notValues)}`] : []),
    ].join(' and '),
  );
  const parts = [
    ...(from.length > 0 ? [`from ${from.join(', or from ')}`] : []),
    ...(to.length > 0 ? [`to ${to.join(', or to ')}`] : []),
    ...(when.length > 0 ? [`when ${when.join(' and ')}`] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : 'every request';
}

const SOURCES: Readonly<Record<string, string>> = {
  principals: 'principal',
  requestPrincipals: 'token of',
  namespaces: 'namespace',
  serviceAccounts: 'service account',
  ipBlocks: 'address',
  remoteIpBlocks: 'client address',
};

const OPERATIONS: Readonly<Record<string, string>> = {
  hosts: 'host',
  ports: 'port',
  methods: 'method',
  paths: 'path',
};

/** "method GET or POST and path /cart*". A name such as `notPaths` stands for its opposite. */
function fieldWords(value: unknown, names: Readonly<Record<string, string>>): string {
  const words = Object.entries(fieldsOf(value)).flatMap(([field, values]) => {
    const name = names[field];
    const opposite = names[field.replace(/^not(.)/, (_, first: string) => first.toLowerCase())];
    return name !== undefined
      ? [`${name} ${anyOf(values)}`]
      : opposite !== undefined
        ? [`not ${opposite} ${anyOf(values)}`]
        : [];
  });
  return words.length > 0 ? words.join(' and ') : 'anything';
}

function anyOf(values: unknown): string {
  return textsIn(values).join(' or ');
}

function tokenWords(spec: Fields): PolicyWords {
  const rules = objectsIn(spec.jwtRules).map((rule, place) => {
    const { issuer, audiences, fromHeaders, fromParams, fromCookies } = rule;
    const places = [
      ...objectsIn(fromHeaders).map(({ name }) => `header ${textOf(name) ?? '?'}`),
      ...textsIn(fromParams).map((name) => `parameter ${name}`),
      ...textsIn(fromCookies).map((name) => `cookie ${name}`),
    ];
    const words = [
      `issuer ${textOf(issuer) || 'any'}`,
      ...(textsIn(audiences).length > 0 ? [`audience ${anyOf(audiences)}`] : []),
      ...(places.length > 0 ? [`in ${places.join(' or ')}`] : []),
    ];
    return { path: `spec.jwtRules[${place}]`, words: words.join(', ') };
  });
  const does =
    rules.length > 0
      ? 'Denies requests with a token that none of its rules accepts. It lets requests without a token pass.'
      : 'Does nothing, as it has no rules.';
  return { does: [does], rules };
}

const MODES: Readonly<Record<string, string>> = {
  STRICT: 'Sidecars accept only mutual TLS (STRICT).',
  PERMISSIVE: 'Sidecars accept mutual TLS and plaintext (PERMISSIVE).',
  DISABLE: 'Sidecars do not accept mutual TLS (DISABLE).',
};

function peerWords(spec: Fields): PolicyWords {
  const mode = textOf(fieldsOf(spec.mtls).mode) ?? 'UNSET';
  const ports = Object.entries(fieldsOf(spec.portLevelMtls));
  return {
    does: [MODES[mode] ?? 'Sidecars use the mode of the policy with the wider scope (UNSET).'],
    rules: ports.map(([port, own]) => ({
      path: `spec.portLevelMtls["${port}"]`,
      words: `port ${port}: ${textOf(fieldsOf(own).mode) ?? 'UNSET'}`,
    })),
  };
}

/** What other objects say, one line for each fact. */
export function objectFacts({ kind, spec: written }: Manifest): string[] {
  const spec = fieldsOf(written);
  switch (kind) {
    case 'DestinationRule':
      return [
        `for ${textOf(spec.host) ?? '?'}`,
        ...objectsIn(spec.subsets).map(
          ({ name, labels }) => `subset ${textOf(name) ?? '?'}: ${labelWords(labels) || 'all pods'}`,
        ),
        ...settingWords(spec.trafficPolicy),
      ];
    case 'Sidecar':
      return [
        `for ${labelWords(fieldsOf(spec.workloadSelector).labels) || 'all workloads of its namespace'}`,
        ...objectsIn(spec.egress).map(({ hosts }) => `sees ${textsIn(hosts).join(', ')}`),
      ];
    case 'ServiceEntry':
      return [
        `hosts ${textsIn(spec.hosts).join(', ')}`,
        ...objectsIn(spec.ports).map(portWords),
        `${textOf(spec.location) ?? 'MESH_EXTERNAL'}, resolution ${textOf(spec.resolution) ?? 'NONE'}`,
      ];
    case 'Gateway':
      return objectsIn(spec.servers).map(
        ({ port, hosts }) => `${portWords(fieldsOf(port))} for ${textsIn(hosts).join(', ')}`,
      );
    case 'VirtualService':
      return [
        `hosts ${textsIn(spec.hosts).join(', ') || 'those of the VirtualService that delegates to it'}`,
        `at ${textsIn(spec.gateways).join(', ') || 'all sidecars'}`,
      ];
    default:
      return [];
  }
}

function portWords({ number, protocol }: Fields): string {
  return `port ${numberOf(number) ?? '?'} ${textOf(protocol) ?? ''}`.trim();
}

function labelWords(labels: unknown): string {
  return Object.entries(fieldsOf(labels))
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');
}

function settingWords(policy: unknown): string[] {
  const { tls, portLevelSettings: _, ...others } = fieldsOf(policy);
  const mode = textOf(fieldsOf(tls).mode);
  return [
    ...(mode === undefined ? [] : [`TLS ${mode}`]),
    ...(Object.keys(others).length > 0 ? [`sets ${Object.keys(others).join(', ')}`] : []),
  ];
}
