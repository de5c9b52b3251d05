"""What a trained network takes a drawing, a picture, a folder or the camera's view for."""
