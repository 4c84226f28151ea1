import * as catalogue from './catalogue';
import type { MessageType } from './message';

/** All that can be reported. */
export const MESSAGE_TYPES: readonly MessageType[] = Object.values(catalogue);
