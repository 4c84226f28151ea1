import { type Comment, type FieldPath, isRecord, type Manifest, manifestOf, type Origin } from './manifest';
import { type BrokenPart, documentsOf, type YamlDocument } from './yaml/documents';

/** A document that is not YAML, or that exceeds a limit; or a file that is a template. */
export interface YamlProblem {
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  /** From 1 on. */
  readonly column: number;
  readonly message: string;
  /** Whether this is said of a whole file, which becomes YAML when it is rendered. */
  readonly isTemplate?: true;
}

/** The contents of a text. */
export interface YamlContents {
  readonly manifests: readonly Manifest[];
  /** The number of documents that are not Kubernetes objects. Empty documents are not counted. */
  readonly skipped: number;
  /** The number of documents that change objects, and are none. */
  readonly patches: number;
  readonly problems: readonly YamlProblem[];
}

/** What begins an action of a template. */
const ACTION = '{{';
/** An action where a value begins, or one that only Helm knows: other texts have actions of their own inside quotes. */
const TEMPLATE =
  /(?:^|[:-][ \t])[ \t]*\{\{|\{\{-?[ \t]*(?:\$?\.(?:Values|Release|Chart|Capabilities|Files|Template)|include|toYaml|tpl)\b/m;
const RENDER_FIRST =
  'looks like a Helm template; render it first, and name the result: helm template … > rendered.yaml';

/**
 * The Kubernetes objects in the YAML documents of a text; the items of a List are objects of their own. A document that
 * is not YAML is a problem, and the other documents are read all the same. Of a template, only the documents without
 * actions are read.
 *
 * @param file the name of the text in problems and origins
 */
export function readYaml(text: string, file: string): YamlContents {
  const documents = [...documentsOf(text)];
  const template = documents.find(isTemplate);
  const manifests: Manifest[] = [];
  const problems: YamlProblem[] = template
    ? [{ file, ...template.problem, message: RENDER_FIRST, isTemplate: true }]
    : [];
  const mayHavePatches = text.includes(PATCH_DIRECTIVE);
  let [skipped, patches] = [0, 0];
  // Documents without a value.
  let pending: YamlDocument[] = [];
  for (const document of documents) {
    if (template && ('problem' in document || document.text.includes(ACTION))) {
      continue;
    }
    if ('problem' in document) {
      // What kubectl reads, and does not know for an object, need not be YAML.
      const isOther = document.values.length > 0 && document.values.every((value) => !holdsObjects(value));
      if (isOther) {
        skipped += document.values.length;
      } else {
        problems.push({ file, ...document.problem });
      }
      continue;
    }
    const { value, line, column } = document;
    if (isEmpty(value)) {
      pending.push(document);
      continue;
    }
    const before = pending;
    pending = [];
    const after = pending;
    const comments = () => [
      ...before.flatMap(headOf),
      ...document.comments(),
      ...(after === pending ? pending.flatMap(headOf) : []),
    ];
    const objects = objectsOf(value, { file, line, column, comments });
    for (const object of objects) {
      if (mayHavePatches && hasKey(object.object, PATCH_DIRECTIVE)) {
        patches += 1;
      } else {
        manifests.push(object);
      }
    }
    skipped += objects.length === 0 ? 1 : 0;
  }
  return { manifests, skipped, patches, problems };
}

/** The comments of a document, for the object that follows. */
function headOf(document: YamlDocument): Comment[] {
  return document.comments().map(({ text }) => ({ text, field: [] }));
}

function isTemplate(document: YamlDocument | BrokenPart): document is BrokenPart {
  return 'problem' in document && document.values.length === 0 && TEMPLATE.test(document.text);
}

function holdsObjects(value: unknown): boolean {
  return objectsOf(value).length > 0;
}

/** The key of a directive to Kustomize. */
const PATCH_DIRECTIVE = '$patch';

/** Whether a value has a key at any depth. */
function hasKey(value: unknown, key: string): boolean {
  const seen = new Set<object>();
  const has = (part: unknown): boolean => {
    if (typeof part !== 'object' || part === null || seen.has(part)) {
      return false;
    }
    seen.add(part);
    return Object.hasOwn(part, key) || Object.values(part).some(has);
  };
  return has(value);
}

const LIST = 'List';

interface List {
  readonly apiVersion?: unknown;
  /** `List`, or the kind of the items before `List`. */
  readonly kind: string;
  readonly items: readonly unknown[];
}

/** The objects in a value: the value itself, or the items if it is a List. */
export function objectsOf(value: unknown, origin: Origin = {}): readonly Manifest[] {
  if (!isList(value)) {
    const manifest = manifestOf(value, origin);
    return manifest ? [manifest] : [];
  }
  const { file, construct } = origin;
  const place = {
    ...(file === undefined ? {} : { file }),
    ...(construct === undefined ? {} : { construct }),
  };
  return value.items.flatMap((item, i) => {
    const line = (field: FieldPath = []) => origin.line?.(['items', i, ...field]);
    const column = (field: FieldPath = []) => origin.column?.(['items', i, ...field]);
    const comments = () => commentsOfItem(origin, i);
    return [...objectsOf(typedItem(item, value), { ...place, line, column, comments })];
  });
}

/** The first item has the comments of the list. */
function commentsOfItem({ comments }: Origin, i: number): Comment[] {
  return (comments?.() ?? []).flatMap(({ text, field: [items, item, ...field] }) => {
    const isOfItem = items === 'items' && item !== undefined;
    return isOfItem ? (item === i ? [{ text, field }] : []) : i === 0 ? [{ text, field: [] }] : [];
  });
}

/** The items of a typed list, such as a ServiceList, need not repeat what they are. */
function typedItem(item: unknown, { kind, apiVersion }: List): unknown {
  return kind === 'List' || !isRecord(item) || item.kind !== undefined || item.apiVersion !== undefined
    ? item
    : { apiVersion, kind: kind.slice(0, -LIST.length), ...item };
}

/** Whether something is a list of objects, as `kubectl get` prints it. */
export function isList(value: unknown): value is List {
  return (
    isRecord(value) &&
    Array.isArray(value.items) &&
    typeof value.kind === 'string' &&
    value.kind.endsWith(LIST)
  );
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (isList(value) && value.items.length === 0);
}
