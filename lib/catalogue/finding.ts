import type { FieldPath, Manifest } from '../manifests/manifest';
import type { MessageType } from './message-type';

/** Something a rule found. */
export interface Finding {
  readonly type: MessageType;
  readonly object: Manifest;
  /** The field that is to blame; the whole object where none is. */
  readonly field?: FieldPath;
  /** What is wrong, with the value, and what to do. */
  readonly text: string;
}
