import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { readOptions } from '../checks';
import type { IstioVersion } from '../istiod/istio-version';
import { fieldsOfMeshConfig } from '../istiod/mesh-config-file';
import { ANY_NAMESPACE, type ExternalObject } from '../manifests/external-object';
import { type Manifest, manifestOf } from '../manifests/manifest';
import type { Surroundings, Told } from '../surroundings';
import type { CheckProps } from './checks';

/** What an app says of its mesh. */
export interface AppOptions {
  readonly checks: CheckProps;
  readonly istio: IstioVersion;
}

const optionsOfApps = new WeakMap<IConstruct, AppOptions>();

/** Notes what an app says of its mesh, for {@link surroundingsOf}. */
export function noteOptions(app: IConstruct, options: AppOptions): void {
  optionsOfApps.set(app, options);
}

/**
 * What is said of the mesh of an app or a chart: by its `MeshApp`, and by references to objects elsewhere.
 *
 * @throws Error if an option of the app is wrong, or if a file that it names cannot be read or is not YAML
 */
export function surroundingsOf(construct: IConstruct): Surroundings {
  const elsewhere = externalObjects(construct);
  const options = optionsOfApps.get(construct.node.root);
  if (options === undefined) {
    return { context: elsewhere, ignore: [] };
  }
  const { checks, istio } = options;
  const { ignore = [], context = [], profile } = readOptions(checks, 'checks', ['enabled']);
  const { meshConfig } = checks;
  return {
    istio,
    profile,
    meshConfig: typeof meshConfig === 'string' ? fieldsOfMeshConfig(meshConfig) : meshConfig,
    context: [...context, ...elsewhere],
    ignore,
  };
}

/** The same, with who says it; nobody if nothing is said. */
export function toldBy(construct: IConstruct): Told[] {
  const surroundings = surroundingsOf(construct);
  const isSaid = optionsOfApps.has(construct.node.root) || surroundings.context.length > 0;
  return isSaid ? [{ from: 'the app', surroundings }] : [];
}

/** The objects outside of an app or a chart that its constructs refer to. */
function externalObjects({ node }: IConstruct): Manifest[] {
  const constructs = node.findAll().filter((construct) => !ApiObject.isApiObject(construct));
  return constructs.flatMap((construct) => manifestOf(externalObject(construct)) ?? []);
}

function externalObject(construct: IConstruct): unknown {
  if ('externalObject' in construct) {
    return (construct as unknown as ExternalObject).externalObject;
  }
  // A reference of cdk8s-plus, such as Secret.fromSecretName(), has a name and no namespace.
  if (
    'apiVersion' in construct &&
    'kind' in construct &&
    'name' in construct &&
    !('apiObject' in construct)
  ) {
    const { apiVersion, kind, name } = construct;
    return { apiVersion, kind, metadata: { name, namespace: ANY_NAMESPACE } };
  }
  return undefined;
}
