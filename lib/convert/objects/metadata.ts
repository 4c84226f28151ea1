import { Expression, variable } from '../../code';
import { isRecord, type Manifest } from '../../manifests/manifest';
import { annotated } from './typed-code';

/** Fields of `metadata` that are maps of texts. */
const MAPS_OF_TEXTS = ['labels', 'annotations'];

/** What the metadata of a construct leaves out. */
export interface MetadataOptions {
  /** The namespace of the chart, which its objects need not repeat. */
  readonly namespace?: string | undefined;
  /** Annotations that properties of the construct say. */
  readonly saidAnnotations?: readonly string[] | undefined;
  /** Labels that the construct adds. */
  readonly saidLabels?: readonly string[] | undefined;
}

/** The `metadata` of a construct, of the type `ApiObjectMetadata`. */
export function metadataCode({ object }: Manifest, options: MetadataOptions): Expression {
  const metadata = isRecord(object.metadata) ? object.metadata : {};
  const { name, ...others } = metadata;
  // What cdk8s has written begins with the labels.
  const all = name === undefined ? others : { name, ...others };
  const fields = Object.entries(all).flatMap(([key, value]): [string, Expression][] => {
    if (key === 'namespace' && value === options.namespace) {
      return [];
    }
    const said =
      key === 'annotations' ? options.saidAnnotations : key === 'labels' ? options.saidLabels : undefined;
    const rest = said ? without(value, said) : value;
    const field = ['metadata', key];
    return rest === undefined
      ? []
      : [[key, fitsMap(key, rest) ? annotated(rest, field) : untyped(rest).at(field)]];
  });
  return new Expression({ is: 'object', fields: new Map(fields) }).at(['metadata']);
}

function without(map: unknown, keys: readonly string[]): unknown {
  if (!isRecord(map)) {
    return map;
  }
  const rest = Object.entries(map).filter(([key]) => !keys.includes(key));
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

function fitsMap(key: string, value: unknown): boolean {
  return (
    !MAPS_OF_TEXTS.includes(key) ||
    (isRecord(value) && Object.values(value).every((item) => typeof item === 'string'))
  );
}

/** A value that the API server would refuse, past the compiler. */
function untyped(value: unknown): Expression {
  return variable('JSON').member('parse').call(JSON.stringify(value));
}
