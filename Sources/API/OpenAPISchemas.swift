/// The schemas of answers in ``OpenAPIText``, YAML beneath `components.schemas`, by name.
enum OpenAPISchemas {
  static let all = [
    (name: "AlertExplanation", text: alertExplanation), (name: "Evidence", text: evidence),
  ]

  private static let alertExplanation = """
    type: object
    required: [alert, rule, steps, late, members, outlook]
    properties:
      alert: {type: object, description: The alert as /v1/alerts/{id} shows it}
      rule:
        type: [object, "null"]
        description: The rule as it was worded when the alert took its last step
        required: [version, current, when, clear, for_s, keep_firing_for_s, on_silence, inhibited_by]
        properties:
          version: {type: string, description: Changes with whatever can change what the rule does}
          current: {type: boolean, description: Whether the rule is loaded in this wording now}
          when: {type: string}
          clear: {type: [string, "null"], description: "null for 'not when'"}
          for_s: {type: number}
          keep_firing_for_s: {type: number}
          on_silence: {type: string, enum: [hold, clear, fire]}
          inhibited_by: {type: array, items: {type: string}}
      steps:
        type: array
        description: What happened, in the order in which Belfry took note of it
        items:
          type: object
          required: [step, at, noted_at, cause, summary, suppressed_by, by, comment, until, readings]
          properties:
            step: {type: string, description: "A state of the lifecycle, or acknowledged, shelved, suppressed …"}
            at: {type: string, format: date-time, description: Event time}
            noted_at: {type: string, format: date-time}
            cause: {type: string}
            summary: {type: string}
            suppressed_by: {type: [string, "null"], description: The rule whose alert explained this one then}
            by: {type: [string, "null"], description: The person who did it}
            comment: {type: [string, "null"]}
            until: {type: [string, "null"], format: date-time}
            readings: {type: array, items: {$ref: "#/components/schemas/Evidence"}}
      late:
        type: array
        description: Readings that were measured while the alert lived and came after a newer one
        items: {$ref: "#/components/schemas/Evidence"}
      members:
        type: [object, "null"]
        description: The assets that an alert of a district is about, as they are now
        required: [total, counting, unknown, shown]
        properties:
          total: {type: integer}
          counting: {type: integer, description: How many the rule counts now}
          unknown: {type: integer, description: Of how many that is not known}
          shown:
            type: array
            description: The first 20, those that count before the others, the greatest values first
            items:
              type: object
              required: [asset, name, counts, readings]
              properties:
                asset: {type: string}
                name: {type: string}
                counts: {type: [boolean, "null"]}
                readings:
                  type: array
                  items:
                    type: object
                    required: [quantity, value, unit, at]
                    properties:
                      quantity: {type: string}
                      value: {type: number}
                      unit: {type: string, description: UCUM}
                      at: {type: string, format: date-time}
      outlook:
        type: [object, "null"]
        description: What it waits for
        required: [fires_at, ends_at, ends_when]
        properties:
          fires_at: {type: [string, "null"], format: date-time}
          ends_at: {type: [string, "null"], format: date-time}
          ends_when: {type: [string, "null"]}
    """

  private static let evidence = """
    type: object
    required: [device, quantity, value, unit, at, arrived_at, late]
    properties:
      device: {type: string}
      quantity: {type: string}
      value: {type: number}
      unit: {type: string, description: UCUM}
      at: {type: string, format: date-time, description: When it was measured}
      arrived_at: {type: string, format: date-time}
      late: {type: boolean, description: Whether a newer one had come before it}
    """
}
