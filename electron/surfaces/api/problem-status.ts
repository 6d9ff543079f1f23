/** The one mapping from a problem to an HTTP status. */
import type { Problem, ProblemCode } from '../../contract/problem.ts';
import { type Reply, refused } from '../http/reply.ts';

const statusByCode: Readonly<Partial<Record<ProblemCode, number>>> = {
  'wrong-input': 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'not-editable': 409,
  'source-changed': 409,
  'name-taken': 409,
  approval: 409,
  rejected: 409,
  busy: 409,
  internal: 500,
  'registry-unwritable': 503,
  'trust-unwritable': 503,
  'no-engine': 503,
};

/** Everything else is a request that was understood and cannot be carried out. */
const otherwise = 422;

/** The error reply for a problem. */
export function problemReply({ code, message, hint, where }: Problem): Reply {
  return refused({ status: statusByCode[code] ?? otherwise, code, message, hint, path: where?.path });
}
