import { fieldsOf, textOf, textOrEmpty } from '../../manifests/fields';
import { CONFIG_MAP } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';

/** The configuration of a sidecar injector. */
export interface InjectorConfig {
  /** Whether namespaces without a label get sidecars. */
  readonly enablesNamespacesByDefault: boolean;
  /** The image of the proxies that it injects, without a variant such as `-distroless`. */
  readonly proxyImage: string;
}

const CONFIG_MAP_NAME = 'istio-sidecar-injector';

/** The configurations of injectors by the names of their ConfigMaps; ask by `index.view(injectorConfigs)`. */
export function injectorConfigs(index: MeshIndex): ReadonlyMap<string, InjectorConfig> {
  const maps = index.all(CONFIG_MAP).filter(({ name }) => name.startsWith(CONFIG_MAP_NAME));
  return new Map(maps.map((map) => [map.name, configOf(map)]));
}

/** The name of the ConfigMap of a revision's injector, or without a revision, of the default injector. */
export function injectorConfigName(revision = ''): string {
  return revision === '' || revision === 'default' ? CONFIG_MAP_NAME : `${CONFIG_MAP_NAME}-${revision}`;
}

function configOf({ object }: Manifest): InjectorConfig {
  const { global, sidecarInjectorWebhook } = fieldsOf(parsedJson(textOf(fieldsOf(object.data).values)));
  const { proxy, hub, tag } = fieldsOf(global);
  const image = textOrEmpty(fieldsOf(proxy).image);
  return {
    enablesNamespacesByDefault: fieldsOf(sidecarInjectorWebhook).enableNamespacesByDefault === true,
    proxyImage: image.includes('/') ? image : `${textOrEmpty(hub)}/${image}:${textOrEmpty(tag)}`,
  };
}

/** Undefined for a text that is not JSON. */
function parsedJson(json = '{}'): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
