import { type DynamicModule, Module } from '@nestjs/common';
import { NegotiationGuard } from './negotiation.guard.js';
import { ProblemFilter } from './problem.filter.js';
import { PUBLIC_URL } from './public-url.js';
import { Renderer } from './renderer.js';
import { RepresentationInterceptor } from './representation.interceptor.js';

const PARTS = [NegotiationGuard, Renderer, RepresentationInterceptor, ProblemFilter];

/** The guard, the interceptor and the filter of the representations; the application puts them in their global order. */
@Module({})
export class RepresentationModule {
  /** `publicUrl` is the base of all links; null: the host that each request names. Needs a `Catalog`. */
  static forRoot(publicUrl: string | null): DynamicModule {
    return {
      module: RepresentationModule,
      global: true,
      providers: [{ provide: PUBLIC_URL, useValue: publicUrl }, ...PARTS],
      exports: [PUBLIC_URL, ...PARTS],
    };
  }
}
