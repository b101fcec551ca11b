"""What lies outside the hub: Rasa, the place pack, the model, photos, the clock."""
