using System.Reflection;
using System.Runtime.CompilerServices;

namespace MessageLB.Architecture.Tests.PublicApi;

/// <summary>The public API of an assembly as text: one line for each type and member, sorted, so that a change is a line of a diff.</summary>
internal static class ApiText
{
    public static string Of(Assembly assembly)
    {
        var lines = new List<string>();
        foreach (var type in PublicMembers.TypesOf(assembly).OrderBy(TypeNames.Declared, StringComparer.Ordinal))
        {
            lines.Add(Head(type));
            lines.AddRange(PublicMembers.MembersOf(type).Select(member => $"    {MemberText.Of(member)}").Order(StringComparer.Ordinal));
        }

        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static string Head(Type type)
    {
        if (PublicMembers.IsDelegate(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"delegate {MemberText.Result(invoke)} {TypeNames.Declared(type)}({MemberText.Parameters(invoke)})";
        }

        var bases = Bases(type).ToList();
        return $"{Modifiers(type)}{Kind(type)} {TypeNames.Declared(type)}{(bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}")}";
    }

    private static string Kind(Type type)
    {
        if (type.IsInterface) return "interface";
        if (type.IsEnum) return "enum";
        var record = type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null ? "record " : "";
        return record + (type.IsValueType ? "struct" : "class");
    }

    private static string Modifiers(Type type)
    {
        if (type.IsInterface || type.IsEnum) return "";
        if (type.IsValueType) return type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "";
        return (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => "",
        };
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum) yield break;
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)) yield return TypeNames.Of(parent);
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var own = type.GetInterfaces().Except(inherited).ToList();
        foreach (var name in own.Except(own.SelectMany(i => i.GetInterfaces())).Where(i => !IsOfRecords(i)).Select(TypeNames.Of).Order(StringComparer.Ordinal)) yield return name;
    }

    private static bool IsOfRecords(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEquatable<>);
}
