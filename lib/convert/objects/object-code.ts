import { type Code, type Expression, imported, importedAll, variable } from '../../code';
import { NAMESPACE_INJECTION } from '../../istiod/injection/injection-labels';
import { REVISION } from '../../istiod/revision';
import { fieldText } from '../../manifests/field-path';
import { ISTIO_GROUPS, NAMESPACE } from '../../manifests/kinds';
import { type FieldPath, isOf, isRecord, type Manifest } from '../../manifests/manifest';
import { istioConstruct, type Patch, type Raised } from '../istio';
import { CDK8S_PLUS, type Libraries } from '../libraries';
import type { References } from '../references';
import { type MetadataOptions, metadataCode } from './metadata';
import type { TypeTable } from './type-table';
import { annotated, TypedCode, Unfit } from './typed-code';

/** How an object is made: by a construct with properties of its own, by the typed class of its kind, or as plain data. */
export type Way = 'construct' | 'typed' | 'plain';

/** Where an object is made. */
export interface Surroundings {
  readonly id: string;
  /** The namespace of the chart. */
  readonly namespace: string | undefined;
  readonly references: References;
  readonly libraries: Libraries;
}

/** The code that makes an object, or the field that it cannot say in this way; no field if there is no such way. */
export type Made =
  | { readonly code: Expression; readonly className: string; readonly patches?: readonly Patch[] }
  | { readonly unsaid: FieldPath | undefined; readonly className: string };

/** The variable of the chart, in every file. */
export const CHART = 'chart';

const SCOPE = variable(CHART);

/** The ways to make an object, the best one first. */
export function waysOf(manifest: Manifest): readonly Way[] {
  if (!manifest.hasOwnName) {
    return ['plain'];
  }
  return isOfIstio(manifest) || injectionOf(manifest) ? ['construct', 'typed', 'plain'] : ['typed', 'plain'];
}

/** Whether an object is of a kind of Istio. */
export function isOfIstio({ group }: Manifest): boolean {
  return ISTIO_GROUPS.includes(group);
}

/** The code of an object, made in one way. */
export function objectCode(manifest: Manifest, way: Way, around: Surroundings): Made {
  switch (way) {
    case 'construct':
      return isOfIstio(manifest) ? constructOf(manifest, around) : namespaceOf(manifest, around);
    case 'typed':
      return isOfIstio(manifest) ? typedOfIstio(manifest, around) : typedOfKubernetes(manifest, around);
    case 'plain':
      return { code: plainCode(manifest, around), className: 'ApiObject' };
  }
}

function constructOf(manifest: Manifest, around: Surroundings): Made {
  const raised = istioConstruct(manifest, around.references);
  if (!raised || 'unsaid' in raised) {
    return { unsaid: raised?.unsaid, className: manifest.kind };
  }
  return {
    code: raisedCode(raised, manifest, around),
    className: manifest.kind,
    patches: raised.patches,
  };
}

function raisedCode(
  { construct, isMethod, props, saidAnnotations }: Raised,
  manifest: Manifest,
  around: Surroundings,
): Expression {
  const args = argumentsOf(manifest, around, props, { saidAnnotations });
  return isMethod ? construct.call(...args) : construct.make(...args);
}

/** The label by which a namespace says that Istio injects sidecars. */
function injectionOf(manifest: Manifest): { revision?: string; label: string } | undefined {
  if (!isOf(NAMESPACE, manifest) || Object.keys(manifest.spec as object).length > 0) {
    return undefined;
  }
  const { [NAMESPACE_INJECTION]: injection, [REVISION]: revision } = manifest.labels;
  if (injection === 'enabled' && revision === undefined) {
    return { label: NAMESPACE_INJECTION };
  }
  return injection === undefined && revision ? { label: REVISION, revision } : undefined;
}

function namespaceOf(manifest: Manifest, around: Surroundings): Made {
  const { label, revision } = injectionOf(manifest) ?? { label: '' };
  const args = argumentsOf(manifest, around, { revision }, { saidLabels: [label] });
  return { code: imported('cdk8s-istio', 'MeshNamespace').make(...args), className: 'MeshNamespace' };
}

function typedOfIstio(manifest: Manifest, around: Surroundings): Made {
  const { group, kind } = manifest;
  const from = `cdk8s-istio/imports/${group}`;
  const [name = ''] = group.split('.');
  const module = importedAll(from, name);
  const types = around.libraries.typesOfGroup(group);
  return typedCode(manifest, around, {
    className: `${kind} of ${from}`,
    typeName: types?.fieldsOf(`${kind}Props`) ? kind : undefined,
    module,
    types,
  });
}

function typedOfKubernetes(manifest: Manifest, around: Surroundings): Made {
  const { apiVersion, kind } = manifest;
  const types = around.libraries.typesOfKubernetes();
  const typeName = types?.classOf(apiVersion, kind);
  const module = imported(CDK8S_PLUS, 'k8s');
  return typedCode(manifest, around, { className: `k8s.${typeName}`, typeName, module, types });
}

interface TypedClass {
  /** The class as comments name it. */
  readonly className: string;
  /** The name of the class; undefined if there is none. */
  readonly typeName: string | undefined;
  readonly module: Expression;
  readonly types: TypeTable | undefined;
}

function typedCode(
  manifest: Manifest,
  around: Surroundings,
  { className, typeName, module, types }: TypedClass,
): Made {
  const fields = types?.fieldsOf(`${typeName}Props`);
  if (!types || typeName === undefined || !fields) {
    return { unsaid: undefined, className };
  }
  const typed = new TypedCode(types, module);
  try {
    const props = ownFields(manifest).map(([key, value]) => {
      const known = fields.get(key);
      if (!known) {
        throw new Unfit([key]);
      }
      return [known.name, typed.of(value, known.type, [key])] as const;
    });
    const args = argumentsOf(manifest, around, Object.fromEntries(props));
    return { code: module.member(typeName).make(...args), className };
  } catch (error) {
    if (error instanceof Unfit) {
      return { unsaid: error.field, className };
    }
    throw error;
  }
}

function plainCode(manifest: Manifest, around: Surroundings): Expression {
  const { apiVersion, kind } = manifest;
  const others = ownFields(manifest).map(([key, value]) => [key, annotated(value, [key])] as const);
  const props = {
    apiVersion: annotated(apiVersion, ['apiVersion']),
    kind: annotated(kind, ['kind']),
    metadata: metadataCode(manifest, around),
    ...Object.fromEntries(others),
  };
  const code = imported('cdk8s', 'ApiObject').make(SCOPE, around.id, props);
  // cdk8s gives each object a name.
  const added = isRecord(manifest.object.metadata) ? '/metadata/name' : '/metadata';
  return manifest.hasOwnName
    ? code
    : code.member('addJsonPatch').call(imported('cdk8s', 'JsonPatch.remove').call(added));
}

/** The fields beside what every object has. */
function ownFields({ object }: Manifest): [string, unknown][] {
  return Object.entries(object).filter(([key]) => !['apiVersion', 'kind', 'metadata'].includes(key));
}

/** The arguments of a construct: scope, id and properties. */
function argumentsOf(
  manifest: Manifest,
  { id, namespace }: Surroundings,
  props: Readonly<Record<string, Code>>,
  options: MetadataOptions = {},
): Code[] {
  return [SCOPE, id, { metadata: metadataCode(manifest, { ...options, namespace }), ...props }];
}

/** What adds to the raw object of a construct what its properties cannot say; undefined if they say all. */
export function patchCode(
  variableName: string,
  className: string,
  patches: readonly Patch[],
): Expression | undefined {
  const operations = patches.map(({ field, value, because }) => {
    const method = typeof field.at(-1) === 'number' ? 'replace' : 'add';
    return imported('cdk8s', `JsonPatch.${method}`)
      .call(pointerTo(field), annotated(value, field))
      .at(field)
      .commented(`${className} cannot say ${fieldText(because)} exactly.`);
  });
  return operations.length === 0
    ? undefined
    : imported('cdk8s', 'ApiObject.of')
        .call(variable(variableName))
        .member('addJsonPatch')
        .call(...operations);
}

/** A field as JSON patches name it. */
function pointerTo(field: FieldPath): string {
  return field.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
