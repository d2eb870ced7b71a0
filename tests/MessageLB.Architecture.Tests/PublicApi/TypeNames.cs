using System.Reflection;

namespace MessageLB.Architecture.Tests.PublicApi;

/// <summary>Types as a C# programmer writes them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type) => Of(type, nullability: null);

    public static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef) return Of(type.GetElementType()!, nullability);
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value) + "?";
        return Bare(type, nullability) + (nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "");
    }

    /// <summary>The name of a type that is declared, with its type parameters.</summary>
    public static string Declared(Type type)
    {
        var name = type.IsNested ? $"{Declared(type.DeclaringType!)}.{Plain(type)}" : $"{type.Namespace}.{Plain(type)}";
        return type.IsGenericTypeDefinition ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(a => a.Name))}>" : name;
    }

    private static string Bare(Type type, NullabilityInfo? nullability)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsGenericParameter) return type.Name;
        if (type.IsArray) return Of(type.GetElementType()!, nullability?.ElementType) + "[]";
        var name = type.IsNested ? $"{Bare(type.DeclaringType!, null)}.{Plain(type)}" : Plain(type);
        if (!type.IsGenericType) return name;
        var arguments = type.GetGenericArguments().Select((argument, i) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i)));
        return $"{name}<{string.Join(", ", arguments)}>";
    }

    private static string Plain(Type type) => type.Name.Split('`')[0];
}
