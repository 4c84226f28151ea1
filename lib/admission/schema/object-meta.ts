import { NEWEST_VERSION } from '../../istiod/istio-version';
import { compile } from './compile';
import type { Schema } from './schema';

const TEXT: Schema = { type: 'string' };
const INTEGER: Schema = { type: 'integer' };
const FLAG: Schema = { type: 'boolean' };
const TEXTS: Schema = { type: 'object', additionalProperties: TEXT };
const TIME: Schema = { ...TEXT, format: 'rfc3339' };

const OWNER: Schema = {
  type: 'object',
  properties: {
    apiVersion: TEXT,
    blockOwnerDeletion: FLAG,
    controller: FLAG,
    kind: TEXT,
    name: TEXT,
    uid: TEXT,
  },
};

const MANAGED_FIELDS: Schema = {
  type: 'object',
  properties: {
    apiVersion: TEXT,
    fieldsType: TEXT,
    fieldsV1: { 'x-kubernetes-preserve-unknown-fields': true },
    manager: TEXT,
    operation: TEXT,
    subresource: TEXT,
    time: TIME,
  },
};

const METADATA: Schema = {
  type: 'object',
  properties: {
    annotations: TEXTS,
    creationTimestamp: TIME,
    deletionGracePeriodSeconds: INTEGER,
    deletionTimestamp: TIME,
    finalizers: { type: 'array', items: TEXT },
    generateName: TEXT,
    generation: INTEGER,
    labels: TEXTS,
    managedFields: { type: 'array', items: MANAGED_FIELDS },
    name: TEXT,
    namespace: TEXT,
    ownerReferences: { type: 'array', items: OWNER },
    resourceVersion: TEXT,
    selfLink: TEXT,
    uid: TEXT,
  },
};

/**
 * The types of the fields of `metadata`, which the API server decodes before it looks at a schema.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
 */
export const checkMetadataFields = compile(METADATA, NEWEST_VERSION);
