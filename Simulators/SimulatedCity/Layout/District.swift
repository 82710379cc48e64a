/// A district of Liège: where it is, and some of its streets.
struct District: Sendable {
  let name: String
  /// The middle, in degrees.
  let latitude: Double
  let longitude: Double
  let streets: [String]

  static let all = [
    District(
      name: "Centre", latitude: 50.6428, longitude: 5.5715,
      streets: [
        "Place Saint-Lambert", "Rue Léopold", "Féronstrée", "Rue de la Cathédrale", "Boulevard d'Avroy",
        "Rue Pont d'Avroy", "Place du Marché", "Rue de la Régence", "Rue Saint-Gilles", "Rue Hors-Château",
        "Quai de la Batte", "En Neuvice",
      ]),
    District(
      name: "Outremeuse", latitude: 50.6402, longitude: 5.5848,
      streets: [
        "Rue Puits-en-Sock", "Boulevard Saucy", "Rue Jean d'Outremeuse", "Place de l'Yser", "Rue Surlet",
        "Quai Churchill", "Boulevard de la Constitution",
      ]),
    District(
      name: "Guillemins", latitude: 50.6258, longitude: 5.5682,
      streets: [
        "Rue des Guillemins", "Rue du Plan Incliné", "Rue de Fragnée", "Avenue Blonden", "Rue Varin",
        "Rue Paradis", "Rue de Serbie",
      ]),
    District(
      name: "Saint-Léonard", latitude: 50.6519, longitude: 5.5886,
      streets: [
        "Rue Saint-Léonard", "Quai Saint-Léonard", "Rue Vivegnis", "Place des Déportés", "Rue Dony",
        "Rue Maghin", "Rue Marengo",
      ]),
    District(
      name: "Sainte-Marguerite", latitude: 50.6467, longitude: 5.5592,
      streets: [
        "Rue Sainte-Marguerite", "Rue Hullos", "Rue de Hesbaye", "Place Saint-Séverin", "Rue Agimont",
        "Rue Louis Fraigneux",
      ]),
    District(
      name: "Longdoz", latitude: 50.6312, longitude: 5.5834,
      streets: [
        "Rue Grétry", "Rue Natalis", "Rue d'Harscamp", "Boulevard Raymond Poincaré", "Quai de Longdoz",
        "Rue Basse-Wez",
      ]),
    District(
      name: "Fétinne", latitude: 50.6226, longitude: 5.5857,
      streets: ["Rue de Fétinne", "Quai des Vennes", "Rue des Vennes", "Avenue du Luxembourg"]),
    District(
      name: "Laveu", latitude: 50.6301, longitude: 5.5571,
      streets: ["Rue du Laveu", "Rue Henri Maus", "Rue Comhaire", "Rue des Wallons"]),
    District(
      name: "Cointe", latitude: 50.6181, longitude: 5.5617,
      streets: ["Avenue de l'Observatoire", "Place du Batty", "Boulevard Kleyer", "Rue Constantin le Paige"]),
    District(
      name: "Angleur", latitude: 50.6128, longitude: 5.5986,
      streets: ["Rue Vaudrée", "Place Andréa Jadoulle", "Rue de Tilff", "Rue Nicolas Spiroux"]),
    District(
      name: "Grivegnée", latitude: 50.6203, longitude: 5.6118,
      streets: [
        "Rue de Herve", "Avenue des Coteaux", "Rue Belleflamme", "Rue Haute-Wez", "Avenue de Péville",
      ]),
    District(
      name: "Bressoux", latitude: 50.6422, longitude: 5.6061,
      streets: [
        "Rue Porto", "Rue du Général de Gaulle", "Avenue de Lille", "Place de la Licour", "Rue Foidart",
      ]),
    District(
      name: "Sainte-Walburge", latitude: 50.6561, longitude: 5.5682,
      streets: [
        "Rue Sainte-Walburge", "Boulevard Fosse-Crahay", "Rue des Cotillages", "Boulevard Ernest Solvay",
      ]),
    District(
      name: "Sclessin", latitude: 50.6084, longitude: 5.5573,
      streets: ["Rue Ernest Solvay", "Rue de la Centrale", "Quai Vercour", "Rue Côte d'Or"]),
  ]
}
