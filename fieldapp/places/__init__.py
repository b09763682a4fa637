"""Where things are: distances and addresses by geopy, ownership polygons by shapely."""
