import type { MessageType } from '../../../catalogue/message-type';
import { listed, shown } from '../../../catalogue/words';
import { type ExtensionProvider, isMeshOfProfile } from '../../../istiod/mesh-config';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY, TELEMETRY } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9285 = {
  code: 'IST9285',
  name: 'UnusableProvider',
  level: 'Warning',
  summary:
    'A Telemetry or an AuthorizationPolicy names an extension provider that the mesh does not have, or that does something else.',
  texts: {
    unknown: (name: string, { effect }: Use, fitting: readonly string[]) =>
      `${shown(name)} is unknown: the mesh configuration has no extension provider of this name, so ${effect}; add it to "extensionProviders"${orName(fitting)}`,
    other: (name: string, { task, effect }: Use, type: string, fitting: readonly string[]) =>
      `${shown(name)} is an extension provider of type ${shown(type)}, which does not ${task}, so ${effect}; name a provider that does${such(fitting)}`,
  },
} as const satisfies MessageType;

export const IST9286 = {
  code: 'IST9286',
  name: 'ProviderNotShown',
  level: 'Info',
  summary:
    'A Telemetry or an AuthorizationPolicy names an extension provider that the profile does not have, and no mesh configuration is shown.',
  texts: {
    unknown: (name: string, { effect }: Use) =>
      `${shown(name)} is not an extension provider of Istio's profile; if the mesh configuration does not add it, ${effect}; show the configuration with --mesh-config`,
  },
} as const satisfies MessageType;

/** Types that Istio has removed, or does not say much about: they are not reported here, and not recommended either. */
const REMOVED = ['lightstep', 'opencensus', 'stackdriver'];

/** What an object uses a provider for. */
interface Use {
  readonly types: readonly string[];
  readonly task: string;
  /** What happens without a usable provider. */
  readonly effect: string;
}

const TRACES: Use = {
  types: ['zipkin', 'datadog', 'skywalking', 'opentelemetry'],
  task: 'take traces',
  effect: 'proxies do not send any traces to it',
};
const LOGS: Use = {
  types: ['envoyFileAccessLog', 'envoyHttpAls', 'envoyTcpAls', 'envoyOtelAls'],
  task: 'take access logs',
  effect: 'proxies do not log anything to it',
};
const METRICS: Use = {
  types: ['prometheus'],
  task: 'take metrics',
  effect: 'proxies do not give it any metrics',
};
const AUTHORIZATION: Use = {
  types: ['envoyExtAuthzHttp', 'envoyExtAuthzGrpc'],
  task: 'authorize requests',
  effect: 'proxies deny all requests that the rules match',
};

/** Proxies leave out a provider that they cannot use, and deny what it would authorize. (H4) */
export const extensionProviders: Rule = {
  name: 'extension-providers',
  reports: [IST9285, IST9286],
  *check(index) {
    const { mesh } = index;
    for (const { object, field, name, use } of namedProviders(index)) {
      const provider = mesh.extensionProviders.find((one) => one.name === name);
      const at = { object, field };
      if (!provider && isMeshOfProfile(mesh)) {
        yield { ...at, type: IST9286, text: IST9286.texts.unknown(name, use) };
      } else if (!provider) {
        const text = IST9285.texts.unknown(name, use, fittingNames(mesh.extensionProviders, use));
        yield { ...at, type: IST9285, text };
      } else if (![...use.types, ...REMOVED].includes(provider.type)) {
        const fitting = fittingNames(mesh.extensionProviders, use);
        yield { ...at, type: IST9285, text: IST9285.texts.other(name, use, provider.type, fitting) };
      }
    }
  },
};

interface NamedProvider {
  readonly object: Manifest;
  readonly field: FieldPath;
  readonly name: string;
  readonly use: Use;
}

function* namedProviders(index: MeshIndex): Iterable<NamedProvider> {
  for (const object of index.all(TELEMETRY)) {
    const { tracing, accessLogging, metrics } = fieldsOf(object.spec);
    yield* providersOf(object, 'tracing', tracing, TRACES);
    yield* providersOf(object, 'accessLogging', accessLogging, LOGS);
    yield* providersOf(object, 'metrics', metrics, METRICS);
  }
  for (const object of index.all(AUTHORIZATION_POLICY)) {
    const { action, provider } = fieldsOf(object.spec);
    const name = textOrEmpty(fieldsOf(provider).name);
    if (action === 'CUSTOM' && name !== '') {
      yield { object, field: ['spec', 'provider', 'name'], name, use: AUTHORIZATION };
    }
  }
}

function* providersOf(object: Manifest, list: string, value: unknown, use: Use): Iterable<NamedProvider> {
  for (const [i, { providers, disabled, disableSpanReporting }] of fieldEntries(value)) {
    if (disabled === true || disableSpanReporting === true) {
      continue;
    }
    for (const [j, provider] of fieldEntries(providers)) {
      const name = textOrEmpty(provider.name);
      yield { object, field: ['spec', list, i, 'providers', j, 'name'], name, use };
    }
  }
}

function fittingNames(providers: readonly ExtensionProvider[], { types }: Use): string[] {
  return providers.filter(({ type }) => types.includes(type)).map(({ name }) => name);
}

function orName(names: readonly string[]): string {
  return names.length === 0 ? '' : `, or name ${oneOf(names)}`;
}

function such(names: readonly string[]): string {
  return names.length === 0 ? '' : `, such as ${shown(names[0])}`;
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? listed(names) : `one of ${listed(names)}`;
}
