import * as catalogue from '../catalogue/catalogue';
import type { MessageType } from '../catalogue/message-type';

/** All that can be reported. */
export const MESSAGE_TYPES: readonly MessageType[] = Object.values(catalogue);
