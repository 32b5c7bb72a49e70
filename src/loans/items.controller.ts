import { Body, Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SelfService } from '../mode/self-service.guard.js';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller, Requires } from '../shared/access/decorators.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { Id, ListParams, OneParams, Represents } from '../shared/representation/decorators.js';
import { Refuses } from '../shared/representation/openapi/decorators.js';
import { itemResource } from './item.resource.js';
import { ItemsService } from './items.service.js';
import { CreateItemDto, UpdateItemDto } from './loan.dto.js';

@ApiTags('loan-items')
@Controller('loan-items')
@Represents(itemResource)
export class ItemsController {
  constructor(private readonly items: ItemsService) {}

  /** Enters an item, and lends it at once where `loanedto` is given. */
  @ApiOperation({ operationId: 'createLoanItem' })
  @Post()
  @Requires('items')
  create(@CurrentCaller() caller: Caller, @Body() input: CreateItemDto) {
    return this.items.create(caller, input);
  }

  /** Lists the items that the caller may see. */
  @ApiOperation({ operationId: 'listLoanItems' })
  @Get()
  list(@CurrentCaller() caller: Caller, @ListParams() query: ListQuery) {
    return this.items.list(caller, query);
  }

  /** Shows an item. */
  @ApiOperation({ operationId: 'getLoanItem' })
  @Get(':id')
  find(@CurrentCaller() caller: Caller, @Id() id: string, @OneParams() query: OneQuery) {
    return this.items.find(caller, id, query);
  }

  /** Changes what is sent of an item, as PATCH does. */
  @ApiOperation({ operationId: 'replaceLoanItem' })
  @Put(':id')
  @SelfService('items', 'loans')
  replace(@CurrentCaller() caller: Caller, @Id() id: string, @Body() changes: UpdateItemDto) {
    return this.items.update(caller, id, changes);
  }

  /** Changes what is sent of an item: `loanedto` lends it, and null returns it. */
  @ApiOperation({ operationId: 'updateLoanItem' })
  @Patch(':id')
  @SelfService('items', 'loans')
  update(@CurrentCaller() caller: Caller, @Id() id: string, @Body() changes: UpdateItemDto) {
    return this.items.update(caller, id, changes);
  }

  /** Deletes an item that nobody holds; its history stays. */
  @ApiOperation({ operationId: 'deleteLoanItem' })
  @Delete(':id')
  @Refuses(409, 'The item is on loan.')
  @Requires('items')
  remove(@CurrentCaller() caller: Caller, @Id() id: string) {
    return this.items.remove(caller, id);
  }
}
