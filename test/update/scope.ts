/** A template's references, resolved to physical ids, as far as the templates of these tests need it. */
export interface Template {
  readonly Resources: Record<string, any>;
  readonly Parameters?: Record<string, any>;
  readonly Conditions?: Record<string, any>;
  readonly Outputs?: Record<string, any>;
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': 'us-east-1', 'AWS::AccountId': '123456789012', 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com',
};

export class Scope {
  private readonly ids = new Map<string, string>();
  private readonly attributes = new Map<string, any>();
  private readonly needs = new Map<string, Set<string>>();

  constructor(
    private readonly template: Template,
    private readonly given: Record<string, any>,
    private readonly imported: (name: string) => unknown,
  ) {
    for (const [logicalId, { DependsOn = [], Properties }] of Object.entries(template.Resources)) {
      const named = [...[DependsOn].flat(), ...referencesIn(Properties)];
      this.needs.set(logicalId, new Set(named.filter((each) => each in template.Resources)));
    }
  }

  /** What each resource needs comes before it; a deployment comes as soon as it may. */
  public order(): string[] {
    const done = new Set<string>();
    const waiting = new Set(this.needs.keys());
    while (waiting.size > 0) {
      const ready = [...waiting].filter((each) => [...this.needs.get(each)!].every((need) => done.has(need)));
      const next = ready.find((each) => /::Deployment$/.test(this.template.Resources[each].Type)) ?? ready[0];
      if (next === undefined) throw new Error(`circular: ${[...waiting].join(', ')}`);
      waiting.delete(next);
      done.add(next);
    }
    return [...done];
  }

  public waitsFor(logicalId: string, other: string, seen = new Set<string>()): boolean {
    if (seen.has(logicalId)) return false;
    seen.add(logicalId);
    return [...this.needs.get(logicalId) ?? []].some((need) => need === other || this.waitsFor(need, other, seen));
  }

  public made(logicalId: string, id: string, attributes: Record<string, any>): void {
    this.ids.set(logicalId, id);
    this.attributes.set(logicalId, attributes);
  }

  public exists({ Condition: condition }: any): boolean {
    return condition === undefined || this.holds(this.template.Conditions![condition]);
  }

  public outputs(): { name: string; value: any; exported?: string }[] {
    return Object.entries(this.template.Outputs ?? {}).map(([name, { Value, Export }]) =>
      ({ name, value: this.resolve(Value), exported: Export && this.resolve(Export.Name) }));
  }

  public resolve(value: any): any {
    if (Array.isArray(value)) return value.map((each) => this.resolve(each)).filter((each) => each !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
    if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return this.call(name, argument);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.resolve(each)]).filter(([, each]) => each !== undefined));
  }

  private call(name: string, argument: any): any {
    switch (name) {
      case 'Ref': return this.ref(argument);
      case 'Fn::GetAtt': return this.attribute(...(Array.isArray(argument) ? argument : argument.split(/\.(.*)/)) as [string, string]);
      case 'Fn::Join': return this.resolve(argument[1]).join(argument[0]);
      case 'Fn::Sub': return String(Array.isArray(argument) ? argument[0] : argument)
        .replace(/\$\{([\w:]+)(?:\.(\w+))?\}/g, (_all, id, attribute) => String(attribute ? this.attribute(id, attribute) : this.ref(id)));
      case 'Fn::ImportValue': return this.imported(this.resolve(argument));
      case 'Fn::If': return this.resolve(argument[this.holds(this.template.Conditions![argument[0]]) ? 1 : 2]);
      default: return { [name]: argument };
    }
  }

  private ref(name: string): any {
    if (name === 'AWS::NoValue') return undefined;
    return this.ids.get(name) ?? this.given[name] ?? this.template.Parameters?.[name]?.Default ?? PSEUDO[name] ?? `(${name})`;
  }

  private attribute(logicalId: string, name: string): any {
    return this.attributes.get(logicalId)?.[name] ?? `${this.ids.get(logicalId)}.${name}`;
  }

  private holds(condition: any): boolean {
    const [[name, argument]] = Object.entries(condition) as [string, any][];
    switch (name) {
      case 'Fn::Equals': return this.resolve(argument[0]) === this.resolve(argument[1]);
      case 'Fn::Not': return !this.holds(argument[0]);
      case 'Condition': return this.holds(this.template.Conditions![argument]);
      default: throw new Error(`no condition of these tests has ${name}`);
    }
  }
}

function referencesIn(value: any): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]: [string, any]) => {
    if (name === 'Ref') return [each];
    if (name === 'Fn::GetAtt') return [Array.isArray(each) ? each[0] : each.split('.')[0]];
    if (name === 'Fn::Sub') return [...String(Array.isArray(each) ? each[0] : each).matchAll(/\$\{([\w:]+)/g)].map(([, id]) => id);
    return referencesIn(each);
  });
}
