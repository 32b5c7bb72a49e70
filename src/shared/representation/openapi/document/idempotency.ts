import type { Parameter } from '../parameter.js';
import type { Route } from '../route.js';

const METHODS: readonly string[] = ['post', 'put', 'patch'];

/** Whether a change may be asked for twice under one key, and is done once. */
export const takesKey = ({ method, represents, extension }: Route): boolean =>
  METHODS.includes(method) && (represents !== null || extension !== null);

/** The header by which a client says that two requests are the same one. */
export const keyParameters = (route: Route): readonly Parameter[] => (takesKey(route) ? [KEY] : []);

const KEY: Parameter = {
  key: 'IdempotencyKey',
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Names the request: sent again within 24 hours, it is answered as it was at first and nothing is done twice. Without a token it means nothing.',
  schema: {
    type: 'string',
    pattern: '^("([!#-\\[\\]-~]|\\\\["\\\\])+"|[!#-~]+)$',
    minLength: 1,
    maxLength: 512,
    examples: ['"8e03978e-40d5-43dd-bc93-6894a57f9324"'],
  },
};
