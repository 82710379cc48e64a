/// A place in Liège that has a name of its own, and the district that it is in.
struct Landmark: Sendable {
  let name: String
  let district: String

  private init(_ name: String, _ district: String) {
    self.name = name
    self.district = district
  }

  static let schools = [
    Landmark("Athénée Léonie de Waha", "Centre"),
    Landmark("Athénée Charles Rogier", "Centre"),
    Landmark("Collège Saint-Servais", "Guillemins"),
    Landmark("École Hors-Château", "Centre"),
    Landmark("Athénée Maurice Destenay", "Centre"),
    Landmark("Lycée Saint-Jacques", "Centre"),
    Landmark("École du Jardin Botanique", "Laveu"),
    Landmark("Institut Don Bosco", "Laveu"),
    Landmark("École Georges Mignon", "Outremeuse"),
    Landmark("Institut Saint-Laurent", "Sainte-Marguerite"),
    Landmark("École Bensberg", "Saint-Léonard"),
    Landmark("Institut Marie-Thérèse", "Longdoz"),
    Landmark("École des Vennes", "Fétinne"),
    Landmark("École de Cointe", "Cointe"),
    Landmark("École d'Angleur", "Angleur"),
  ]

  static let publicBuildings = [
    Landmark("Hôtel de Ville", "Centre"),
    Landmark("Cité administrative", "Centre"),
    Landmark("Piscine de Jonfosse", "Centre"),
    Landmark("Bibliothèque des Chiroux", "Centre"),
    Landmark("Musée de la Vie wallonne", "Centre"),
    Landmark("La Boverie", "Fétinne"),
    Landmark("Grand Curtius", "Saint-Léonard"),
    Landmark("Aquarium-Muséum", "Outremeuse"),
    Landmark("Hall des Sports de Cointe", "Cointe"),
    Landmark("Mairie de quartier d'Angleur", "Angleur"),
    Landmark("Mairie de quartier de Grivegnée", "Grivegnée"),
    Landmark("Caserne Ransonnet", "Saint-Léonard"),
  ]

  static let parks = [
    Landmark("Parc d'Avroy", "Centre"),
    Landmark("Parc de la Boverie", "Fétinne"),
    Landmark("Jardin botanique", "Laveu"),
    Landmark("Parc de la Citadelle", "Sainte-Walburge"),
    Landmark("Parc du Laveu", "Laveu"),
    Landmark("Parc Astrid", "Bressoux"),
    Landmark("Coteaux de la Citadelle", "Saint-Léonard"),
    Landmark("Parc de Cointe", "Cointe"),
  ]
}
