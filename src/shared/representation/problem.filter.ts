import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { reasonOf } from '../log/describe-error.js';
import { type Exchange, extensionOf, formatOf } from './exchange.js';
import { drain } from './http/drain.js';
import { contentType } from './outward/serialise.js';
import { renderProblem } from './problems/render-problem.js';
import { toProblem } from './problems/to-problem.js';
import { sendText } from './send-text.js';

/** Answers every error of every step in the negotiated representation; what nobody expected is logged by its id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(error, http.getRequest<Exchange>(), http.getResponse<FastifyReply>());
  }
}

const logger = new Logger('Problem');

/** Answers with the problem that an error is. */
export function answerProblem(error: unknown, request: Exchange, reply: FastifyReply): void {
  const problem = toProblem(error, request.id);
  request.refusal = problem.code;
  request.cause = problem.cause;
  if (problem.status === 500) {
    logger.error({ ...namesOf(request), problem_id: problem.id, err: error, msg: reasonOf(error) });
  }
  if (reply.sent || reply.raw.headersSent) return;
  // Fastify closes the connection after any body that it did not take.
  if (drain(request.raw) && reply.hasHeader('connection')) reply.removeHeader('connection');
  const format = formatOf(request);
  const extension = extensionOf(request);
  // Documents of an extension have no plain form: clients who ask for it get the same ones.
  const form = extension === null ? format : 'jsonapi';
  const text = JSON.stringify(renderProblem(problem, form, request.pointerOf));
  const headers = { 'content-type': contentType(format, extension), ...problem.headers };
  reply.status(problem.status).send(sendText(reply, headers, text));
}

/** Errors that come up before the context does have none to name their request for them. */
const namesOf = ({ id, context }: Exchange) => (context ? {} : { request_id: id });
