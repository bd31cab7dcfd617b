package main

import "github.com/winmd2go/winmd2go/generator/model"
import "github.com/winmd2go/winmd2go/generator/project"

func registers(pkg *project.Package, types []*model.Sig, methods, delegates []shape) ([]byte, error) { return nil, nil }
