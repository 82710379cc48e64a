import Hummingbird

/// The API as an OpenAPI 3.1 document, made of ``endpoints``: it can't say anything else than they do.
struct OpenAPIText {
  /// The document, YAML.
  let text: String

  /// The document of this version.
  init(version: String) {
    var text = """
      openapi: 3.1.0
      info:
        title: Belfry
        summary: What a city's sensors say, and what needs a hand.
        version: \(Self.quoted(version))
      servers:
        - url: /
          description: HTTP/1.1 on the daemon's Unix socket
      paths:

      """
    let byPath = Dictionary(grouping: endpoints) { $0.path }
    for (path, methods) in byPath.sorted(by: { $0.key < $1.key }) {
      text += "  \(Self.quoted(path)):\n"
      for endpoint in methods { text += Self.operation(endpoint) }
    }
    text += """
      components:
        responses:
          Problem:
            description: Why it was not done, and what to try (RFC 9457)
            content:
              application/problem+json: {}
        schemas:

      """
    for schema in OpenAPISchemas.all {
      text += "    \(schema.name):\n"
      text += schema.text.split(separator: "\n").map { "      \($0)\n" }.joined()
    }
    self.text = text
  }

  private static func operation(_ endpoint: any Endpoint.Type) -> String {
    var text = """
          \(endpoint.method.rawValue.lowercased()):
            operationId: \(endpoint)
            summary: \(quoted(endpoint.summary))

      """
    let inPath = endpoint.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
      String($0.dropFirst().dropLast())
    }
    if !inPath.isEmpty || !endpoint.parameters.isEmpty { text += "      parameters:\n" }
    for name in inPath {
      text += "        - {name: \(name), in: path, required: true, schema: {type: string}}\n"
    }
    for name in endpoint.parameters {
      text += "        - {name: \(name), in: query, schema: {type: string}}\n"
    }
    let content = endpoint.answer.map {
      ", content: {application/json: {schema: {$ref: \"#/components/schemas/\($0)\"}}}"
    }
    text += """
            responses:
              "200": {description: Done\(content ?? "")}
              default: {$ref: "#/components/responses/Problem"}

      """
    return text
  }

  /// In double quotes, which YAML reads like JSON.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
