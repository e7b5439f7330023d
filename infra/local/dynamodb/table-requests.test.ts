import { describe, expect, test } from 'vitest';
import { parseTableRequests } from './table-requests.ts';

const home = { account: '123456789012', region: 'us-east-1' };
const prefix = 'arn:aws:dynamodb:us-east-1:123456789012';
const of = (operation: string, asked: object) =>
  parseTableRequests(operation, { TableName: 'notes', ...asked }, { home, partitionKey: 'userId' });
const readLeadingKeys = (operation: string, asked: object): unknown =>
  of(operation, asked).match(
    (requests) => requests.map(({ context }) => context['dynamodb:LeadingKeys']),
    ({ kind }) => kind,
  );
const a = { S: 'a' };
const values = { ExpressionAttributeValues: { ':x': a, ':y': { S: 'b' } } };
const query = (KeyConditionExpression: string, more: object = {}) => ({ KeyConditionExpression, ...values, ...more });

describe('the leading keys of a request', () => {
  test.each<[string, object, unknown]>([
    ['PutItem', { Item: { userId: a } }, [['a']]],
    ['PutItem', { Key: { userId: a } }, [undefined]],
    ['PutItem', { Item: 'userId' }, [undefined]],
    ['PutItem', { Item: { userId: null } }, [undefined]],
    ['PutItem', { Item: null }, [undefined]],
    ['GetItem', { Key: { userId: a } }, [['a']]],
    ['GetItem', { Key: { userId: { N: '1' } } }, [undefined]],
    ['GetItem', { Key: Object.create({ userId: a }) }, [undefined]],
    ['GetItem', {}, [undefined]],
    ['UpdateItem', { Key: { userId: a } }, [['a']]],
    ['DeleteItem', { Key: { userId: a } }, [['a']]],
    ['Scan', { Key: { userId: a } }, [undefined]],
    ['DescribeTable', {}, [undefined]],
    ['Query', query(' userId=:x '), [['a']]],
    ['Query', query('userId = :x\nand noteId < :y'), [['a']]],
    ['Query', query('noteId > :y AND userId = :x'), [['a']]],
    ['Query', query('(userId = :x) AND (begins_with(noteId, :y))'), [['a']]],
    ['Query', query('userId = :x AND noteId BETWEEN :x AND :y'), [['a']]],
    ['Query', query('#n = :x', { ExpressionAttributeNames: { '#n': 'userId' } }), [['a']]],
    ['Query', query('#n = :x', { ExpressionAttributeNames: { '#n': 'noteId' } }), 'NotUnderstood'],
    ['Query', query('userId = :x OR userId = :y'), 'NotUnderstood'],
    ['Query', query('userId = :x AND userId = :y'), 'NotUnderstood'],
    ['Query', query('NOT userId = :x'), 'NotUnderstood'],
    ['Query', query('userId IN (:x)'), 'NotUnderstood'],
    ['Query', query('userId <> :x'), 'NotUnderstood'],
    ['Query', query('userId >= :x'), 'NotUnderstood'],
    ['Query', query('x.userId = :x'), 'NotUnderstood'],
    ['Query', query('xuserId = :x'), 'NotUnderstood'],
    ['Query', query('userId.x = :x'), 'NotUnderstood'],
    ['Query', query('userId = :z'), 'NotUnderstood'],
    ['Query', query('userId = :x', { IndexName: 'i' }), 'NotUnderstood'],
    ['Query', query('userId = :x', { KeyConditions: {} }), 'NotUnderstood'],
    ['Query', {}, 'NotUnderstood'],
    ['Query', { KeyConditions: { userId: { ComparisonOperator: 'EQ', AttributeValueList: [a] } } }, [['a']]],
    ['Query', { KeyConditions: { userId: { ComparisonOperator: 'GE', AttributeValueList: [a] } } }, 'NotUnderstood'],
    ['Query', { KeyConditions: { userId: { ComparisonOperator: 'EQ', AttributeValueList: [a, a] } } }, 'NotUnderstood'],
    ['BatchGetItem', { RequestItems: { notes: { Keys: [{ userId: a }, { userId: { S: 'b' } }] } } }, [['a', 'b']]],
    ['BatchGetItem', { RequestItems: { notes: { Keys: [{ userId: a }, {}] } } }, 'NotUnderstood'],
    ['BatchGetItem', { RequestItems: { notes: { Keys: [{ userId: a }] }, others: { Keys: [] } } }, [['a'], undefined]],
    ['BatchGetItem', {}, []],
    [
      'BatchWriteItem',
      { RequestItems: { notes: [{ PutRequest: { Item: { userId: a } } }, { DeleteRequest: { Key: { userId: a } } }] } },
      [['a', 'a']],
    ],
    ['BatchWriteItem', { RequestItems: { notes: [{}] } }, 'NotUnderstood'],
  ])('are found for %s %j', (operation, asked, keys) => {
    expect(readLeadingKeys(operation, asked)).toEqual(keys);
  });
});

describe('the table of a request', () => {
  test.each<[string, object, readonly string[]]>([
    ['GetItem', { Key: { userId: a } }, [`${prefix}:table/notes`]],
    ['GetItem', { TableName: `${prefix}:table/others`, Key: {} }, [`${prefix}:table/others`]],
    ['GetItem', { TableName: 7 }, ['*']],
    ['Scan', { IndexName: 'i' }, [`${prefix}:table/notes/index/i`]],
    ['BatchGetItem', { RequestItems: { a: {}, b: {} } }, [`${prefix}:table/a`, `${prefix}:table/b`]],
  ])('is found for %s %j', (operation, asked, arns) => {
    expect(
      of(operation, asked)
        ._unsafeUnwrap()
        .map(({ arn }) => arn),
    ).toEqual(arns);
  });
});

describe('the context that IAM gets of a request has', () => {
  test.each<[string, object, readonly string[]]>([
    ['UpdateItem', { Key: { userId: a, noteId: a } }, ['userId', 'noteId']],
    [
      'UpdateItem',
      {
        UpdateExpression: 'SET #c = :c, list[0].deep = if_not_exists(other.deep, :d) REMOVE gone',
        ConditionExpression: 'attribute_exists(there) AND size(#c) > :n',
        ExpressionAttributeNames: { '#c': 'content' },
      },
      ['content', 'list', 'other', 'gone', 'there'],
    ],
    ['GetItem', { ProjectionExpression: 'a, #b', ExpressionAttributeNames: { '#b': 'b' } }, ['a', 'b']],
    ['GetItem', { AttributesToGet: ['a', 'b'] }, ['a', 'b']],
    ['Scan', { FilterExpression: 'a = :x or not contains(b, :y)' }, ['a', 'b']],
    ['Query', { KeyConditions: { userId: { ComparisonOperator: 'EQ', AttributeValueList: [a] } } }, ['userId']],
    ['BatchWriteItem', { RequestItems: { notes: [{ PutRequest: { Item: { userId: a, b: a } } }] } }, ['userId', 'b']],
    [
      'BatchGetItem',
      { RequestItems: { notes: { Keys: [{ userId: a }], ProjectionExpression: 'c' } } },
      ['userId', 'c'],
    ],
  ])('the attributes named by %s %j', (operation, asked, names) => {
    const found = of(operation, asked)._unsafeUnwrap()[0]?.context['dynamodb:Attributes'];
    expect([...(found ?? [])].toSorted()).toEqual([...names].toSorted());
  });

  test('what it is to return, if it says so, and whether it scans the whole table', () => {
    const asked = { Select: 'COUNT', ReturnValues: 'ALL_OLD', ReturnConsumedCapacity: 'TOTAL' };
    expect(of('Scan', asked)._unsafeUnwrap()[0]?.context).toEqual({
      'dynamodb:Select': 'COUNT',
      'dynamodb:ReturnValues': 'ALL_OLD',
      'dynamodb:ReturnConsumedCapacity': 'TOTAL',
      'dynamodb:FullTableScan': 'true',
    });
    expect(of('PutItem', { Item: {} })._unsafeUnwrap()[0]?.context).toEqual({});
  });
});
