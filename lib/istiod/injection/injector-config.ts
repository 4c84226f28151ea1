import { CONFIG_MAP } from '../../manifests/kinds';
import { isRecord, type Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';

/** What a sidecar injector is configured to do. */
export interface InjectorConfig {
  /** Whether namespaces without a label get sidecars. */
  readonly enablesNamespacesByDefault: boolean;
  /** The image of the proxies it injects, without a variant such as `-distroless`. */
  readonly proxyImage: string;
}

const NAME = 'istio-sidecar-injector';

/** The configurations of injectors by the names of their ConfigMaps; ask by `index.view(injectorConfigs)`. */
export function injectorConfigs(index: MeshIndex): ReadonlyMap<string, InjectorConfig> {
  const maps = index.all(CONFIG_MAP).filter(({ name }) => name.startsWith(NAME));
  return new Map(maps.map((map) => [map.name, configOf(map)]));
}

/** The name of the ConfigMap of a revision's injector; of the default one where no revision is named. */
export function injectorConfigName(revision = ''): string {
  return revision === '' || revision === 'default' ? NAME : `${NAME}-${revision}`;
}

function configOf({ object }: Manifest): InjectorConfig {
  const values = parsed(isRecord(object.data) ? object.data.values : undefined);
  const global = recordAt(values, 'global');
  const image = text(recordAt(global, 'proxy').image);
  return {
    enablesNamespacesByDefault: recordAt(values, 'sidecarInjectorWebhook').enableNamespacesByDefault === true,
    proxyImage: image.includes('/') ? image : `${text(global.hub)}/${image}:${text(global.tag)}`,
  };
}

function parsed(json: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(typeof json === 'string' ? json : '{}');
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function recordAt(record: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = record[key];
  return isRecord(value) ? value : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
